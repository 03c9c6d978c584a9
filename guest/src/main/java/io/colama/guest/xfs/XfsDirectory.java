package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.Run;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** The names of a directory, in each of the forms in which they are kept. */
final class XfsDirectory {

    /** Where the blocks of hashes start, in bytes of the directory's content. */
    static final long HASHES_AT = 1L << 35;

    private static final Limit DATA_BYTES = new Limit("bytes of a directory", 1 << 30);
    private static final int BLOCK_FORM = 0x58443242;
    private static final int BLOCK_FORM_CHECKED = 0x58444233;
    private static final int DATA_FORM = 0x58443244;
    private static final int DATA_FORM_CHECKED = 0x58444433;
    private static final int HEADER = 16;
    private static final int HEADER_CHECKED = 64;
    private static final int TAIL = 8;
    private static final int HASH_ENTRY = 8;
    private static final int UNUSED = 0xffff;
    private static final int ENTRY_FIXED = 9;
    private static final int ALIGNMENT = 8;
    private static final int SHORT_ENTRY_FIXED = 3;

    private final XfsVolume volume;
    private final XfsSuperblock superblock;
    private final XfsInode inode;
    private final String what;

    XfsDirectory(XfsVolume volume, XfsInode inode) {
        this.volume = volume;
        this.superblock = volume.superblock();
        this.inode = inode;
        this.what = "inode " + inode.number();
    }

    /** An entry. */
    record Name(long inode, String name, Optional<NodeKind> kind) {}

    /** Receives entries. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(Name name) throws IOException;
    }

    /** An entry of a data block, or the space between two. */
    private record Step(int length, Optional<Name> name) {}

    /** Visits the entries in the order in which they lie, until the visitor has enough. */
    void walk(Visitor visitor) throws IOException {
        if (inode.data().format() == XfsInode.Format.LOCAL) {
            walkShort(inode.data().bytes(), visitor);
            return;
        }
        BlockSource content = content();
        long end = Math.min(inode.sizeBytes(), HASHES_AT);
        ByteBuffer block = ByteBuffer.allocate(superblock.directoryBytes());
        long walked = 0;
        long at = 0;
        while (end - at >= block.capacity()) {
            Run run = content.runAt(at);
            if (!run.isData()) {
                at = Math.ceilDiv(run.end(), block.capacity()) * (long) block.capacity();
                continue;
            }
            walked = DATA_BYTES.check(walked + block.capacity());
            content.read(at, block.clear());
            if (!walkBlock(block.flip(), at, visitor)) {
                return;
            }
            at += block.capacity();
        }
    }

    /** The entry of a name, when there is one. */
    Optional<Name> find(String name) throws IOException {
        byte[] bytes = GuestName.encode(name);
        boolean hashed = inode.data().format() != XfsInode.Format.LOCAL && !superblock.foldsCase();
        if (hashed && inode.sizeBytes() > superblock.directoryBytes()) {
            try {
                Optional<Name> found = new HashIndex(volume, content(), this, what).find(bytes);
                if (found.isPresent() || volume.isSettled()) {
                    return found;
                }
            } catch (ImageException.Damaged broken) {
                // the data blocks are the truth, and are walked below; where they are damaged too
                // that is what the caller is told
                return findByWalk(name);
            }
        }
        return findByWalk(name);
    }

    private Optional<Name> findByWalk(String name) throws IOException {
        Found found = new Found();
        String wanted = fold(name);
        walk(entry -> {
            if (fold(entry.name()).equals(wanted)) {
                found.name = Optional.of(entry);
            }
            return found.name.isEmpty();
        });
        return found.name;
    }

    /** Where a walk leaves what it found. */
    private static final class Found {
        private Optional<Name> name = Optional.empty();
    }

    private String fold(String name) {
        return superblock.foldsCase() ? name.toLowerCase(Locale.ROOT) : name;
    }

    private BlockSource content() throws IOException {
        return ForkMap.of(volume, what, inode.data(), Long.MAX_VALUE).over(volume.metadata(), what);
    }

    /** The entry at a place of the content; empty where there is none. */
    Optional<Name> entryAt(BlockSource content, long at) throws IOException {
        int blockBytes = superblock.directoryBytes();
        if (at < 0 || at >= HASHES_AT) {
            return Optional.empty();
        }
        ByteBuffer block = ByteBuffer.allocate(blockBytes);
        content.read(at / blockBytes * blockBytes, block);
        int within = (int) (at % blockBytes);
        int end = entriesEnd(block.flip(), at - within);
        if (within < header() || within >= end) {
            return Optional.empty();
        }
        return step(block.limit(end), within, at - within).name();
    }

    private int header() {
        return superblock.hasChecksums() ? HEADER_CHECKED : HEADER;
    }

    /** Checks the header of a block and finds where its entries end. */
    private int entriesEnd(ByteBuffer block, long at) throws ImageException {
        boolean checked = superblock.hasChecksums();
        int magic = block.getInt(0);
        if (magic == (checked ? DATA_FORM_CHECKED : DATA_FORM)) {
            return block.limit();
        }
        if (magic != (checked ? BLOCK_FORM_CHECKED : BLOCK_FORM)) {
            throw new ImageException.Damaged(
                    "%s: signature 0x%x found at 0x%x of the directory".formatted(what, magic, at));
        }
        long hashes = block.getInt(block.limit() - TAIL) & 0xffff_ffffL;
        long end = block.limit() - TAIL - hashes * HASH_ENTRY;
        if (end < header()) {
            throw new ImageException.Damaged(
                    "%s: %d hashes found in a block of %d bytes"
                            .formatted(what, hashes, block.limit()));
        }
        return (int) end;
    }

    private boolean walkBlock(ByteBuffer block, long blockAt, Visitor visitor) throws IOException {
        block.limit(entriesEnd(block, blockAt));
        int at = header();
        while (block.limit() - at >= ALIGNMENT) {
            Step step = step(block, at, blockAt);
            if (step.name().isPresent()
                    && GuestName.isProper(step.name().get().name())
                    && !visitor.visit(step.name().get())) {
                return false;
            }
            at += step.length();
        }
        return true;
    }

    private Step step(ByteBuffer block, int at, long blockAt) throws ImageException {
        int left = block.limit() - at;
        if (left >= ALIGNMENT && (block.getShort(at) & 0xffff) == UNUSED) {
            int length = block.getShort(at + 2) & 0xffff;
            if (length == 0 || length % ALIGNMENT != 0 || length > left) {
                throw bad(length, blockAt + at);
            }
            return new Step(length, Optional.empty());
        }
        int typed = superblock.isTyped() ? 1 : 0;
        int nameLength = left > ENTRY_FIXED ? block.get(at + ALIGNMENT) & 0xff : 0;
        int length = Math.ceilDiv(ENTRY_FIXED + nameLength + typed + 2, ALIGNMENT) * ALIGNMENT;
        if (nameLength == 0 || length > left) {
            throw bad(length, blockAt + at);
        }
        String name = GuestName.decode(block.slice(at + ENTRY_FIXED, nameLength));
        Optional<NodeKind> kind =
                typed == 0
                        ? Optional.empty()
                        : NodeKind.ofEntryType(block.get(at + ENTRY_FIXED + nameLength) & 0xff);
        return new Step(length, Optional.of(new Name(block.getLong(at), name, kind)));
    }

    private ImageException.Damaged bad(int length, long at) {
        return new ImageException.Damaged(
                "%s: an entry of %d bytes found at 0x%x of the directory"
                        .formatted(what, length, at));
    }

    private void walkShort(ByteBuffer all, Visitor visitor) throws IOException {
        ByteBuffer bytes = all.slice(0, (int) Math.min(inode.sizeBytes(), all.limit()));
        if (bytes.limit() < 2) {
            throw new ImageException.Damaged(
                    "%s: a directory of %d bytes in its inode found"
                            .formatted(what, bytes.limit()));
        }
        int wide = bytes.get(1) & 0xff;
        int numberBytes = wide > 0 ? Long.BYTES : Integer.BYTES;
        int count = wide > 0 ? Math.max(wide, bytes.get(0) & 0xff) : bytes.get(0) & 0xff;
        int typed = superblock.isTyped() ? 1 : 0;
        int at = 2 + numberBytes;
        for (int i = 0; i < count; i++) {
            int nameLength = at < bytes.limit() ? bytes.get(at) & 0xff : 0;
            int next = at + SHORT_ENTRY_FIXED + nameLength + typed + numberBytes;
            if (nameLength == 0 || next > bytes.limit()) {
                throw bad(next - at, at);
            }
            String name = GuestName.decode(bytes.slice(at + SHORT_ENTRY_FIXED, nameLength));
            Optional<NodeKind> kind =
                    typed == 0
                            ? Optional.empty()
                            : NodeKind.ofEntryType(
                                    bytes.get(at + SHORT_ENTRY_FIXED + nameLength) & 0xff);
            long number =
                    wide > 0
                            ? bytes.getLong(next - numberBytes)
                            : bytes.getInt(next - numberBytes) & 0xffff_ffffL;
            if (GuestName.isProper(name) && !visitor.visit(new Name(number, name, kind))) {
                return;
            }
            at = next;
        }
    }
}
