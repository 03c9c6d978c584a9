package io.colama.guest.ext;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Blocks and inodes of a volume by their numbers. Any number of threads. */
final class ExtVolume {

    private static final int PAGE = 4096;
    private static final int PAGES = 1024;
    private static final int INODE_TABLE_LOW_AT = 8;
    private static final int INODE_TABLE_HIGH_AT = 40;
    private static final int WIDE = 64;

    private final BlockSource content;
    private final BlockSource metadata;
    private final ExtSuperblock superblock;

    ExtVolume(BlockSource volume, ExtSuperblock superblock) {
        this.content = volume;
        this.metadata = BlockSources.cached(volume, PAGE, PAGES);
        this.superblock = superblock;
    }

    ExtSuperblock superblock() {
        return superblock;
    }

    int blockBytes() {
        return superblock.blockBytes();
    }

    /** All bytes, for the content of files. */
    BlockSource content() {
        return content;
    }

    /** The offset of a block. */
    long offset(long block, String what) throws ImageException {
        if (block < 0 || block >= content.size() / blockBytes()) {
            throw new ImageException.Damaged(
                    "%s: block %s found, below %d expected"
                            .formatted(
                                    what,
                                    Long.toUnsignedString(block),
                                    content.size() / blockBytes()));
        }
        return block * blockBytes();
    }

    /** The bytes of a block of metadata, little-endian. */
    ByteBuffer block(long block, String what) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(blockBytes());
        metadata.read(offset(block, what), bytes);
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The inode of a number. */
    ExtInode inode(long number) throws IOException {
        if (number < 1 || number > superblock.inodes()) {
            throw new ImageException.Damaged(
                    "inode %s found, 1 to %d expected"
                            .formatted(Long.toUnsignedString(number), superblock.inodes()));
        }
        long group = (number - 1) / superblock.inodesPerGroup();
        long index = (number - 1) % superblock.inodesPerGroup();
        long table = inodeTable(group);
        String what = "inode " + number;
        long at = offset(table, what) + index * superblock.inodeBytes();
        ByteBuffer bytes = ByteBuffer.allocate(superblock.inodeBytes());
        if (at > metadata.size() - bytes.capacity()) {
            throw new ImageException.Damaged(
                    "%s at 0x%x found, inside the volume of %d bytes expected"
                            .formatted(what, at, metadata.size()));
        }
        metadata.read(at, bytes);
        return ExtInode.parse(number, bytes.flip().order(ByteOrder.LITTLE_ENDIAN));
    }

    private long inodeTable(long group) throws IOException {
        int bytes = superblock.descriptorBytes();
        long perBlock = blockBytes() / bytes;
        long block = descriptorBlock(group, perBlock);
        String what = "descriptor of group " + group;
        long at = offset(block, what) + group % perBlock * bytes;
        ByteBuffer descriptor = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        metadata.read(at, descriptor);
        long low = descriptor.getInt(INODE_TABLE_LOW_AT) & 0xffff_ffffL;
        return bytes < WIDE
                ? low
                : low | (descriptor.getInt(INODE_TABLE_HIGH_AT) & 0xffff_ffffL) << 32;
    }

    private long descriptorBlock(long group, long perBlock) {
        boolean meta =
                (superblock.incompatible() & ExtSuperblock.INCOMPAT_META_GROUPS) != 0
                        && group / perBlock >= superblock.firstMetaGroup();
        if (!meta) {
            return superblock.firstDataBlock() + 1 + group / perBlock;
        }
        long first = group / perBlock * perBlock;
        return superblock.firstDataBlock()
                + first * superblock.blocksPerGroup()
                + (superblock.hasCopy(first) ? 1 : 0);
    }
}
