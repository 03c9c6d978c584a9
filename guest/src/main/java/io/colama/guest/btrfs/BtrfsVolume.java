package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.RecentBlocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Blocks of trees and decoded extents by their logical addresses. Any number of threads. */
final class BtrfsVolume {

    private static final Limit PACKED_BYTES = new Limit("bytes of a compressed extent", 1 << 20);
    private static final int KEPT_BYTES = 8 << 20;
    private static final int KEPT_EXTENTS = 64;

    private final LogicalSource logical;
    private final BtrfsSuperblock superblock;
    private final RecentBlocks<TreeBlock> blocks;
    private final RecentBlocks<byte[]> extents = new RecentBlocks<>(KEPT_EXTENTS);

    BtrfsVolume(LogicalSource logical, BtrfsSuperblock superblock) {
        this.logical = logical;
        this.superblock = superblock;
        this.blocks = new RecentBlocks<>(KEPT_BYTES / superblock.nodeBytes());
    }

    LogicalSource logical() {
        return logical;
    }

    BtrfsSuperblock superblock() {
        return superblock;
    }

    /** A block of a tree, from the first copy that is what it should be. */
    TreeBlock block(long address, int level, long generation) throws IOException {
        if (address < 0 || address > logical.size() - superblock.nodeBytes()) {
            throw new ImageException.Damaged(
                    "tree block 0x%x found, inside of 0x%x bytes expected"
                            .formatted(address, logical.size()));
        }
        TreeBlock block = blocks.get(address, _ -> fresh(address, level, generation));
        checkPlace(block, address, level, generation);
        return block;
    }

    private TreeBlock fresh(long address, int level, long generation) throws IOException {
        return firstSound(
                address,
                copy -> {
                    ByteBuffer bytes = ByteBuffer.allocate(superblock.nodeBytes());
                    logical.read(address, bytes, copy);
                    bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
                    TreeBlock block = TreeBlock.parse(bytes, address, superblock.checksum());
                    checkPlace(block, address, level, generation);
                    return block;
                });
    }

    private static void checkPlace(TreeBlock block, long address, int level, long generation)
            throws ImageException {
        if (block.level() != level || block.generation() != generation) {
            throw new ImageException.Damaged(
                    "tree block 0x%x: level %d and generation %d found, %d and %d expected"
                            .formatted(
                                    address, block.level(), block.generation(), level, generation));
        }
    }

    /** The decoded bytes of a compressed extent. */
    byte[] extent(long address, long packedBytes, int length, BtrfsCompression compression)
            throws IOException {
        return extents.get(
                address,
                _ -> {
                    byte[] packed = new byte[PACKED_BYTES.checkInt(packedBytes)];
                    if (address < 0 || address > logical.size() - packed.length) {
                        throw new ImageException.Damaged(
                                "a compressed extent at 0x%x found, inside of 0x%x bytes expected"
                                        .formatted(address, logical.size()));
                    }
                    return firstSound(
                            address,
                            copy -> {
                                logical.read(address, ByteBuffer.wrap(packed), copy);
                                return compression.decode(packed, length, superblock.sectorBytes());
                            });
                });
    }

    /** Makes something of a copy. */
    @FunctionalInterface
    private interface Copy<T> {
        T read(int number) throws IOException;
    }

    private <T> T firstSound(long address, Copy<T> attempt) throws IOException {
        int copies = logical.copies(address);
        for (int copy = 0; ; copy++) {
            try {
                return attempt.read(copy);
            } catch (ImageException.Damaged broken) {
                if (copy + 1 >= copies) {
                    throw broken;
                }
            }
        }
    }
}
