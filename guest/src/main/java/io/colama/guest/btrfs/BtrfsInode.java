package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * An inode.
 *
 * @param tree the number of its tree
 * @param number its number there
 * @param bytes its item, little-endian
 */
record BtrfsInode(long tree, long number, ByteBuffer bytes) {

    /** The first directory of each tree of files. */
    static final long ROOT = 256;

    private static final int BYTES = 160;
    private static final int PERMISSIONS = 0xfff;
    private static final int MINOR_BITS = 20;
    private static final int TREE_SHIFT = 40;
    private static final long LAST_NANO = 999_999_999;
    private static final long MOST_SECONDS = 1L << 40;

    /** Finds the inode of a number. */
    static BtrfsInode read(BtrfsTree tree, long number) throws IOException {
        Optional<TreeBlock.Item> item = tree.find(new Key(number, Key.INODE, 0));
        if (item.isEmpty() || item.get().bytes().limit() < BYTES) {
            throw new ImageException.Damaged(
                    "inode %d of tree %d: %s found, an item of %d bytes expected"
                            .formatted(
                                    number,
                                    tree.id(),
                                    item.map(one -> one.bytes().limit() + " bytes").orElse("none"),
                                    BYTES));
        }
        BtrfsInode inode = new BtrfsInode(tree.id(), number, item.get().bytes());
        if (inode.sizeBytes() < 0) {
            throw new ImageException.Damaged(
                    "%s: %s bytes found"
                            .formatted(inode.what(), Long.toUnsignedString(inode.sizeBytes())));
        }
        return inode;
    }

    String what() {
        return "inode %d of tree %d".formatted(number, tree);
    }

    long sizeBytes() {
        return bytes.getLong(16);
    }

    Attributes attributes() {
        NodeKind kind = NodeKind.ofMode(bytes.getInt(52));
        boolean device = kind == NodeKind.CHARACTER_DEVICE || kind == NodeKind.BLOCK_DEVICE;
        long packed = bytes.getLong(56);
        return new Attributes(
                kind,
                sizeBytes(),
                bytes.getInt(52) & PERMISSIONS,
                u32(44),
                u32(48),
                u32(40),
                new Attributes.Times(time(136), time(112), time(124), time(148)),
                device ? packed >>> MINOR_BITS << 32 | (packed & ((1 << MINOR_BITS) - 1)) : 0,
                id(tree, number));
    }

    /** A number for an inode that no other of the volume has, while trees have few of them. */
    static long id(long tree, long number) {
        return tree == Subvolumes.TOP ? number : tree << TREE_SHIFT ^ number;
    }

    private Optional<Instant> time(int at) {
        long seconds = bytes.getLong(at);
        // mkfs leaves the time of making at zero
        boolean known = Math.abs(seconds) < MOST_SECONDS && (seconds != 0 || at != 148);
        return known
                ? Optional.of(Instant.ofEpochSecond(seconds, Math.min(u32(at + 8), LAST_NANO)))
                : Optional.empty();
    }

    private long u32(int at) {
        return bytes.getInt(at) & 0xffff_ffffL;
    }
}
