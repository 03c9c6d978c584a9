package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.DecodedUnits;
import io.colama.disk.image.UnitDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where compressed clusters lie, by their L2 entries.
 *
 * <p>Source: [qcow2.txt] Compressed Clusters Descriptor.
 */
record CompressedClusters(BlockSource file, int clusterBits) implements DecodedUnits.Input {

    private static final int SECTOR = 512;

    static DecodedUnits of(BlockSource file, String name, int clusterBits, int compressionType) {
        return new DecodedUnits(
                name,
                1 << clusterBits,
                Long.MAX_VALUE,
                2 << clusterBits,
                new CompressedClusters(file, clusterBits),
                compressionType == Qcow2Header.COMPRESSION_ZSTD
                        ? UnitDecoder::zstd
                        : UnitDecoder::deflate);
    }

    @Override
    public void read(long entry, ByteBuffer room) throws IOException {
        long offset = offset(entry);
        long sectors = (entry >>> offsetBits()) & ((1L << (clusterBits - 8)) - 1);
        int available = (int) ((sectors + 1) * SECTOR - (offset & (SECTOR - 1)));
        if (offset >= file.size()) {
            throw new ImageException.Damaged(
                    "inside the file of %d bytes expected".formatted(file.size()));
        }
        room.limit((int) Math.min(available, file.size() - offset));
        file.read(offset, room);
        room.flip();
    }

    @Override
    public String describe(long entry) {
        return "compressed cluster at 0x%x".formatted(offset(entry));
    }

    private int offsetBits() {
        return 62 - (clusterBits - 8);
    }

    private long offset(long entry) {
        return entry & ((1L << offsetBits()) - 1);
    }
}
