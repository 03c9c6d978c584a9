package io.colama.guest.squashfs;

import io.colama.block.ImageException;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The names of a directory, in runs of up to 256 whose inodes lie in one block. */
final class SquashDirectory {

    // what the size counts for . and .., which are not there
    private static final int UNCOUNTED = 3;
    private static final int HEADER = 12;
    private static final int ENTRY = 8;
    private static final int MOST_IN_RUN = 256;
    private static final int MOST_NAME = 256;
    private static final int INDEX_FIXED = 12;

    private final SquashVolume volume;
    private final SquashInode inode;
    private final String what;

    SquashDirectory(SquashVolume volume, SquashInode inode) {
        this.volume = volume;
        this.inode = inode;
        this.what = "directory " + inode.attributes().id();
    }

    /** An entry. */
    record Name(long reference, String name, Optional<NodeKind> kind) {}

    /** Receives entries. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(Name name) throws IOException;
    }

    /** Where to start in the list of names: a block, an offset there, and one in the list. */
    private record Start(long block, long offset, long skipped) {}

    /** Visits the entries in the order in which they lie, until the visitor has enough. */
    void walk(Visitor visitor) throws IOException {
        walk(new Start(inode.start(), inode.offset(), 0), visitor);
    }

    private void walk(Start start, Visitor visitor) throws IOException {
        long left = inode.attributes().sizeBytes() - UNCOUNTED - start.skipped();
        MetadataReader reader =
                new MetadataReader(
                        volume,
                        volume.superblock().directoryTable() + start.block(),
                        (int) start.offset(),
                        what);
        while (left > HEADER) {
            ByteBuffer header = reader.take(HEADER);
            long count = (header.getInt(0) & 0xffff_ffffL) + 1;
            if (count > MOST_IN_RUN) {
                throw new ImageException.Damaged(
                        "%s: %d names in a run found, at most %d expected"
                                .formatted(what, count, MOST_IN_RUN));
            }
            long block = header.getInt(4) & 0xffff_ffffL;
            left -= HEADER;
            for (int i = 0; i < count && left > 0; i++) {
                ByteBuffer entry = reader.take(ENTRY);
                int length = (entry.getShort(6) & 0xffff) + 1;
                if (length > MOST_NAME || length > left - ENTRY) {
                    throw new ImageException.Damaged(
                            "%s: a name of %d bytes found".formatted(what, length));
                }
                left -= ENTRY + length;
                Name name =
                        new Name(
                                block << 16 | (entry.getShort(0) & 0xffff),
                                GuestName.decode(reader.take(length)),
                                SquashInode.kindOf(entry.getShort(4) & 0xffff));
                if (GuestName.isProper(name.name()) && !visitor.visit(name)) {
                    return;
                }
            }
        }
    }

    /** The entry of a name, when there is one. */
    Optional<Name> find(String name) throws IOException {
        if (inode.indexes() > 0) {
            Optional<Start> start = indexed(GuestName.encode(name));
            Optional<Name> found = start.isEmpty() ? Optional.empty() : findFrom(start.get(), name);
            if (found.isPresent()) {
                return found;
            }
        }
        return findFrom(new Start(inode.start(), inode.offset(), 0), name);
    }

    private Optional<Name> findFrom(Start start, String name) throws IOException {
        Found found = new Found();
        walk(
                start,
                entry -> {
                    if (entry.name().equals(name)) {
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

    /** The last place of the index whose first name is not behind the one wanted. */
    private Optional<Start> indexed(byte[] wanted) throws IOException {
        MetadataReader reader = inode.rest().copy();
        Optional<Start> last = Optional.empty();
        for (int i = 0; i < inode.indexes(); i++) {
            ByteBuffer fields = reader.take(INDEX_FIXED);
            long length = (fields.getInt(8) & 0xffff_ffffL) + 1;
            if (length > MOST_NAME) {
                throw new ImageException.Damaged(
                        "%s: a name of %d bytes in its index found".formatted(what, length));
            }
            byte[] first = reader.take((int) length).array();
            if (Arrays.compareUnsigned(first, wanted) > 0) {
                return last;
            }
            long skipped = fields.getInt(0) & 0xffff_ffffL;
            last =
                    Optional.of(
                            new Start(
                                    fields.getInt(4) & 0xffff_ffffL,
                                    (inode.offset() + skipped) % SquashVolume.METADATA_BYTES,
                                    skipped));
        }
        return last;
    }
}
