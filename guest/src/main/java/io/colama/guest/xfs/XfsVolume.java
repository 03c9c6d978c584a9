package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Blocks and inodes of a volume by their numbers. Any number of threads. */
final class XfsVolume {

    private static final int PAGE = 4096;
    private static final int PAGES = 1024;

    private final BlockSource content;
    private final BlockSource metadata;
    private final XfsSuperblock superblock;
    private final boolean settled;

    /**
     * @param settled whether the volume was closed, so that its metadata agree
     */
    XfsVolume(BlockSource volume, XfsSuperblock superblock, boolean settled) {
        this.content = volume;
        this.metadata = BlockSources.cached(volume, PAGE, PAGES);
        this.superblock = superblock;
        this.settled = settled;
    }

    XfsSuperblock superblock() {
        return superblock;
    }

    boolean isSettled() {
        return settled;
    }

    /** All bytes, for the content of files. */
    BlockSource content() {
        return content;
    }

    /** All bytes behind a cache, for small reads. */
    BlockSource metadata() {
        return metadata;
    }

    /** The offset of {@code count} blocks that lie in one group. */
    long offset(long block, long count, String what) throws ImageException {
        long group = block >>> superblock.groupLog();
        long within = block & ((1L << superblock.groupLog()) - 1);
        if (group >= superblock.groups() || within > superblock.groupBlocks() - count) {
            throw new ImageException.Damaged(
                    "%s: %d blocks from 0x%x on found, inside one of %d groups of %d expected"
                            .formatted(
                                    what,
                                    count,
                                    block,
                                    superblock.groups(),
                                    superblock.groupBlocks()));
        }
        // at most 2^32 groups of 2^31 blocks of 2^16 bytes
        return inside(group * superblock.groupBlocks() + within, superblock.blockLog(), what);
    }

    private static long inside(long number, int log, String what) throws ImageException {
        if (number < 0 || number > Long.MAX_VALUE >>> (log + 1)) {
            throw new ImageException.Damaged(
                    "%s: block 0x%x of the volume found".formatted(what, number));
        }
        return number << log;
    }

    /** The bytes of a block of metadata. */
    ByteBuffer block(long block, String what) throws IOException {
        return read(offset(block, 1, what), superblock.blockBytes(), what);
    }

    /** The inode of a number. */
    XfsInode inode(long number) throws IOException {
        int log = superblock.inodesPerBlockLog();
        String what = "inode " + Long.toUnsignedString(number);
        long index = number & ((1L << log) - 1);
        long at = offset(number >>> log, 1, what) + index * superblock.inodeBytes();
        return XfsInode.parse(number, read(at, superblock.inodeBytes(), what), superblock);
    }

    private ByteBuffer read(long at, int length, String what) throws IOException {
        if (at > metadata.size() - length) {
            throw new ImageException.Damaged(
                    "%s: %d bytes at 0x%x found, inside the volume of %d bytes expected"
                            .formatted(what, length, at, metadata.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        metadata.read(at, bytes);
        return bytes.flip();
    }
}
