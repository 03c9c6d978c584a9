package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a name by its hash, in the blocks of hashes of a large directory.
 *
 * <p>What it finds is an entry that stands in the data blocks under this very name.
 */
final class HashIndex {

    private static final int MOST_LEVELS = 6;
    private static final int MOST_SAME = 1 << 16;
    private static final int NODE = 0xfebe;
    private static final int NODE_CHECKED = 0x3ebe;
    private static final int LEAF_ALONE = 0xd2f1;
    private static final int LEAF_ALONE_CHECKED = 0x3df1;
    private static final int LEAF = 0xd2ff;
    private static final int LEAF_CHECKED = 0x3dff;
    private static final int HEADER = 16;
    private static final int HEADER_CHECKED = 64;
    private static final int COUNT_AT = 12;
    private static final int COUNT_AT_CHECKED = 56;
    private static final int ENTRY = 8;
    private static final long ADDRESS_UNIT = 8;

    private final XfsSuperblock superblock;
    private final BlockSource content;
    private final XfsDirectory directory;
    private final String what;

    HashIndex(XfsVolume volume, BlockSource content, XfsDirectory directory, String what) {
        this.superblock = volume.superblock();
        this.content = content;
        this.directory = directory;
        this.what = what;
    }

    /** A block of hashes: ascending, each with an address or the number of a block below. */
    private record Block(ByteBuffer bytes, int header, int count, boolean isLeaf) {

        long hash(int index) {
            return bytes.getInt(header + index * ENTRY) & 0xffff_ffffL;
        }

        long value(int index) {
            return bytes.getInt(header + index * ENTRY + 4) & 0xffff_ffffL;
        }

        /** The first entry whose hash is not below; the number of entries when there is none. */
        int search(long hash) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (hash(middle) < hash) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        long next() {
            return bytes.getInt(0) & 0xffff_ffffL;
        }
    }

    /**
     * The entry of a name.
     *
     * @throws ImageException.Damaged when the hashes cannot be right
     */
    Optional<XfsDirectory.Name> find(byte[] name) throws IOException {
        long hash = hash(name);
        String wanted = GuestName.decode(name);
        Block block = read(XfsDirectory.HASHES_AT >>> superblock.blockLog());
        for (int level = 0; !block.isLeaf(); level++) {
            int at = block.search(hash);
            if (at == block.count()) {
                return Optional.empty();
            }
            if (level == MOST_LEVELS) {
                throw new ImageException.Damaged(
                        "%s: more than %d levels of hashes found".formatted(what, MOST_LEVELS));
            }
            block = read(block.value(at));
        }
        return findFrom(block, hash, wanted);
    }

    private Optional<XfsDirectory.Name> findFrom(Block first, long hash, String wanted)
            throws IOException {
        Set<Long> visited = new HashSet<>();
        Block block = first;
        int at = block.search(hash);
        for (int tried = 0; tried < MOST_SAME; ) {
            if (at == block.count()) {
                if (block.next() == 0 || !visited.add(block.next())) {
                    return Optional.empty();
                }
                block = read(block.next());
                at = 0;
                continue;
            }
            if (block.hash(at) != hash) {
                return Optional.empty();
            }
            if (block.value(at) != 0) {
                var entry = directory.entryAt(content, block.value(at) * ADDRESS_UNIT);
                if (entry.isPresent() && entry.get().name().equals(wanted)) {
                    return entry;
                }
            }
            at++;
            tried++;
        }
        throw new ImageException.Damaged(
                "%s: more than %d names of hash 0x%x found".formatted(what, MOST_SAME, hash));
    }

    private Block read(long number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(superblock.directoryBytes());
        content.read(number << superblock.blockLog(), bytes);
        boolean checked = superblock.hasChecksums();
        int magic = bytes.getShort(8) & 0xffff;
        int header = checked ? HEADER_CHECKED : HEADER;
        int count = bytes.getShort(checked ? COUNT_AT_CHECKED : COUNT_AT) & 0xffff;
        boolean leaf =
                magic == (checked ? LEAF_CHECKED : LEAF)
                        || magic == (checked ? LEAF_ALONE_CHECKED : LEAF_ALONE);
        if ((!leaf && magic != (checked ? NODE_CHECKED : NODE))
                || count > (bytes.limit() - header) / ENTRY) {
            throw new ImageException.Damaged(
                    "%s: signature 0x%x and %d entries found where hashes are expected"
                            .formatted(what, magic, count));
        }
        return new Block(bytes, header, count, leaf);
    }

    /** The hash of a name (xfs_da_hashname). */
    static long hash(byte[] name) {
        int hash = 0;
        for (byte letter : name) {
            hash = (letter & 0xff) ^ Integer.rotateLeft(hash, 7);
        }
        return hash & 0xffff_ffffL;
    }
}
