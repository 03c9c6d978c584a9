package io.colama.guest.squashfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.RecentBlocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Blocks and tables of a volume. Any number of threads. */
final class SquashVolume {

    static final int METADATA_BYTES = 8192;

    private static final int PAGE = 4096;
    private static final int PAGES = 256;
    private static final int KEPT_METADATA = 256;
    private static final int KEPT_DATA_BYTES = 8 << 20;
    private static final int METADATA_STORED = 0x8000;
    private static final int DATA_STORED = 1 << 24;
    private static final int DATA_LENGTH = DATA_STORED - 1;
    private static final int ID = 4;
    private static final int FRAGMENT = 16;

    private final BlockSource content;
    private final BlockSource metadata;
    private final SquashSuperblock superblock;
    private final Compression compression;
    private final RecentBlocks<MetadataBlock> metadataBlocks;
    private final RecentBlocks<byte[]> dataBlocks;

    SquashVolume(BlockSource volume, SquashSuperblock superblock, Compression compression) {
        this.content = volume;
        this.metadata = BlockSources.cached(volume, PAGE, PAGES);
        this.superblock = superblock;
        this.compression = compression;
        this.metadataBlocks = new RecentBlocks<>(KEPT_METADATA);
        this.dataBlocks =
                new RecentBlocks<>(Math.max(4, KEPT_DATA_BYTES >>> superblock.blockLog()));
    }

    /**
     * A decoded block.
     *
     * @param next where the block behind it starts
     */
    record MetadataBlock(byte[] bytes, long next) {}

    /**
     * A stored block of data.
     *
     * @param start where it lies
     * @param length how many bytes it takes there; 0 when it is a hole
     * @param isStored whether it is not compressed
     */
    record DataBlock(long start, int length, boolean isStored) {

        static DataBlock of(long start, int field, int blockBytes, String what)
                throws ImageException {
            int length = field & DATA_LENGTH;
            if (length > blockBytes || field >>> 25 != 0) {
                throw new ImageException.Damaged(
                        "%s: a block of length 0x%x found".formatted(what, field));
            }
            return new DataBlock(start, length, (field & DATA_STORED) != 0);
        }
    }

    SquashSuperblock superblock() {
        return superblock;
    }

    BlockSource content() {
        return content;
    }

    /** Reads bytes that lie outside of metadata blocks. */
    ByteBuffer read(long at, int length, String what) throws IOException {
        if (at < 0 || at > metadata.size() - length) {
            throw new ImageException.Damaged(
                    "%s: %d bytes at 0x%x found, inside the volume of %d bytes expected"
                            .formatted(what, length, at, metadata.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        metadata.read(at, bytes);
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    MetadataBlock metadataBlock(long start, String what) throws IOException {
        return metadataBlocks.get(start, _ -> decodeMetadata(start, what));
    }

    private MetadataBlock decodeMetadata(long start, String what) throws IOException {
        int header = read(start, 2, what).getShort() & 0xffff;
        int length = header & ~METADATA_STORED;
        if (length == 0 || length > METADATA_BYTES) {
            throw new ImageException.Damaged(
                    "%s: a block of %d bytes at 0x%x found, 1 to %d expected"
                            .formatted(what, length, start, METADATA_BYTES));
        }
        byte[] bytes = read(start + 2, length, what).array();
        if ((header & METADATA_STORED) == 0) {
            byte[] decoded = new byte[METADATA_BYTES];
            bytes = Arrays.copyOf(decoded, compression.decode(bytes, decoded, what));
        }
        if (bytes.length == 0) {
            throw new ImageException.Damaged(
                    "%s: an empty block at 0x%x found".formatted(what, start));
        }
        return new MetadataBlock(bytes, start + 2 + length);
    }

    /** What a compressed block of data decodes to. */
    byte[] data(DataBlock block, String what) throws IOException {
        return dataBlocks.get(block.start(), _ -> decodeData(block, what));
    }

    private byte[] decodeData(DataBlock block, String what) throws IOException {
        if (block.start() < 0 || block.start() > content.size() - block.length()) {
            throw new ImageException.Damaged(
                    "%s: a block of %d bytes at 0x%x found, inside the volume of %d bytes expected"
                            .formatted(what, block.length(), block.start(), content.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(block.length());
        content.read(block.start(), bytes);
        if (block.isStored()) {
            return bytes.array();
        }
        byte[] decoded = new byte[superblock.blockBytes()];
        int length = compression.decode(bytes.array(), decoded, what);
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }

    /** The user or group of an index. */
    long id(int index) throws IOException {
        return entry(superblock.idTable(), index, superblock.ids(), ID, "owners").getInt()
                & 0xffff_ffffL;
    }

    /** The block that holds the tails of several files. */
    DataBlock fragment(long index, String what) throws IOException {
        ByteBuffer entry =
                entry(
                        superblock.fragmentTable(),
                        index,
                        superblock.fragments(),
                        FRAGMENT,
                        "fragments");
        return DataBlock.of(entry.getLong(0), entry.getInt(8), superblock.blockBytes(), what);
    }

    /** An entry of a table whose metadata blocks are found through a list at {@code list}. */
    ByteBuffer entry(long list, long index, long count, int entryBytes, String what)
            throws IOException {
        if (index < 0 || index >= count) {
            throw new ImageException.Damaged(
                    "%s: number %d found, below %d expected".formatted(what, index, count));
        }
        long perBlock = METADATA_BYTES / entryBytes;
        long block = read(list + index / perBlock * Long.BYTES, Long.BYTES, what).getLong();
        return new MetadataReader(this, block, (int) (index % perBlock) * entryBytes, what)
                .take(entryBytes);
    }
}
