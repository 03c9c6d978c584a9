package io.colama.guest.btrfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Guid;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import io.colama.block.record.U8;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The superblock of one device. */
@OnDisk(size = 4096, source = "Linux, btrfs_tree.h, struct btrfs_super_block")
record BtrfsSuperblock(
        @Bytes(at = 0x20, length = 16) ByteBuffer id,
        @U64(at = 0x30) long address,
        @U64(at = 0x40) long magic,
        @U64(at = 0x48) long generation,
        @U64(at = 0x50) long root,
        @U64(at = 0x58) long chunkRoot,
        @U64(at = 0x60) long logRoot,
        @U64(at = 0x70) long totalBytes,
        @U64(at = 0x80) long rootDirectory,
        @U64(at = 0x88) long devices,
        @U32(at = 0x90) long sectorBytesField,
        @U32(at = 0x94) long nodeBytesField,
        @U32(at = 0xa0) long chunkArrayBytes,
        @U64(at = 0xa4) long chunkRootGeneration,
        @U64(at = 0xbc) long incompatible,
        @U16(at = 0xc4) int checksumField,
        @U8(at = 0xc6) int rootLevel,
        @U8(at = 0xc7) int chunkRootLevel,
        @U64(at = 0xc9) long device,
        @Bytes(at = 0x12b, length = 256) ByteBuffer labelBytes,
        @Bytes(at = 0x32b, length = 2048) ByteBuffer chunkArray) {

    static final RecordLayout<BtrfsSuperblock> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), BtrfsSuperblock.class);

    static final long MAGIC = 0x4d5f_5366_5248_425fL;

    private static final List<Long> PLACES = List.of(0x10000L, 0x400_0000L, 0x40_0000_0000L);
    private static final int MOST_ARRAY = 2048;
    private static final int LEAST_BLOCK_LOG = 9;
    private static final int MOST_BLOCK_LOG = 16;
    private static final int MOST_LEVEL = 7;
    private static final long KNOWN = 0x1_0fff;
    private static final long ZONED = 0x1000;
    private static final long EXTENT_TREE_2 = 0x2000;
    private static final long STRIPE_TREE = 0x4000;
    private static final long REMAP_TREE = 0x2_0000;

    /**
     * A superblock that was read.
     *
     * @param superblock what it says
     * @param isMirror whether it is a later copy, because the first is damaged
     */
    record Found(BtrfsSuperblock superblock, boolean isMirror) {}

    /** Reads the first copy that is sound. A volume without a first copy is not of this format. */
    static Found read(BlockSource volume) throws IOException {
        Optional<ByteBuffer> first = copy(volume, 0);
        if (first.isEmpty()) {
            throw new ImageException.NotThisFormat("no signature of btrfs found at 0x10040");
        }
        for (int i = 0; i < PLACES.size(); i++) {
            Optional<ByteBuffer> bytes = i == 0 ? first : copy(volume, i);
            if (bytes.isPresent()) {
                BtrfsSuperblock one = LAYOUT.parse(bytes.get().duplicate(), "btrfs superblock");
                if (one.checksum().fits(bytes.get()) && one.address == PLACES.get(i)) {
                    return new Found(one.check(), i > 0);
                }
            }
        }
        throw new ImageException.Damaged("no btrfs superblock with a right checksum found");
    }

    private static Optional<ByteBuffer> copy(BlockSource volume, int number) throws IOException {
        long at = PLACES.get(number);
        if (at > volume.size() - LAYOUT.size()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        volume.read(at, bytes);
        bytes.flip();
        boolean signed = LAYOUT.parse(bytes.duplicate(), "btrfs superblock").magic == MAGIC;
        return signed ? Optional.of(bytes) : Optional.empty();
    }

    private BtrfsSuperblock check() throws ImageException {
        if (!isSize(sectorBytesField)
                || !isSize(nodeBytesField)
                || chunkArrayBytes > MOST_ARRAY
                || rootLevel > MOST_LEVEL
                || chunkRootLevel > MOST_LEVEL
                || devices <= 0) {
            throw new ImageException.Damaged(
                    "a btrfs superblock with sectors of %d bytes, nodes of %d, %d bytes of chunks, trees of %d and %d levels and %d devices found"
                            .formatted(
                                    sectorBytesField,
                                    nodeBytesField,
                                    chunkArrayBytes,
                                    rootLevel,
                                    chunkRootLevel,
                                    devices));
        }
        refuse(ZONED, "on a zoned device");
        refuse(EXTENT_TREE_2, "with an extent tree of version 2");
        refuse(STRIPE_TREE, "with a stripe tree");
        refuse(REMAP_TREE, "with remapped chunks");
        return this;
    }

    private static boolean isSize(long bytes) {
        return Long.bitCount(bytes) == 1
                && bytes >= 1L << LEAST_BLOCK_LOG
                && bytes <= 1L << MOST_BLOCK_LOG;
    }

    private void refuse(long feature, String name) throws ImageException {
        if ((incompatible & feature) != 0) {
            throw new ImageException.Unsupported("btrfs " + name);
        }
    }

    /** Features that are not known here. */
    long unknownFeatures() {
        return incompatible & ~KNOWN;
    }

    int sectorBytes() {
        return (int) sectorBytesField;
    }

    int nodeBytes() {
        return (int) nodeBytesField;
    }

    Checksum checksum() {
        return Checksum.of(checksumField);
    }

    Optional<String> label() {
        return Optional.of(GuestName.decodeField(labelBytes)).filter(given -> !given.isEmpty());
    }

    String uuid() {
        return Guid.readPlain(id, id.position()).toString();
    }
}
