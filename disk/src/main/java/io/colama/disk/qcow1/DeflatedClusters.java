package io.colama.disk.qcow1;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.DecodedUnits;
import io.colama.disk.image.UnitDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where compressed clusters lie, by their L2 entries: below the mark in bit 63 as many bits of
 * length as a cluster has, and below them the offset.
 */
record DeflatedClusters(BlockSource file, int clusterBits) implements DecodedUnits.Input {

    static DecodedUnits of(BlockSource file, String name, int clusterBits) {
        return new DecodedUnits(
                name,
                1 << clusterBits,
                Long.MAX_VALUE,
                1 << clusterBits,
                new DeflatedClusters(file, clusterBits),
                UnitDecoder::deflate);
    }

    @Override
    public void read(long entry, ByteBuffer room) throws IOException {
        long offset = offset(entry);
        int length = (int) (entry >>> offsetBits()) & ((1 << clusterBits) - 1);
        if (offset >= file.size()) {
            throw new ImageException.Damaged(
                    "inside the file of %d bytes expected".formatted(file.size()));
        }
        room.limit((int) Math.min(length, file.size() - offset));
        file.read(offset, room);
        room.flip();
    }

    @Override
    public String describe(long entry) {
        return "compressed cluster at 0x%x".formatted(offset(entry));
    }

    private int offsetBits() {
        return 63 - clusterBits;
    }

    private long offset(long entry) {
        return entry & ((1L << offsetBits()) - 1);
    }
}
