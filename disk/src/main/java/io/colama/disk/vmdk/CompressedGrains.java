package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.DecodedUnits;
import io.colama.disk.image.UnitDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the bytes of compressed grains lie: behind a marker that tells their length, or, in extents
 * without markers, from the start of the grain on.
 *
 * <p>Source: [Virtual Disk Format 5.0] Stream-Optimized Compressed Sparse Extents.
 */
record CompressedGrains(BlockSource file, boolean markers) implements DecodedUnits.Input {

    /** The marker of a grain: sector number on the disk, 64 bits, and length, 32 bits. */
    static final int MARKER = 12;

    static final int LENGTH_AT = 8;

    /** How long a compressed grain may be. */
    static int mostBytes(int grainBytes) {
        return 2 * grainBytes + SparseHeader.SECTOR;
    }

    static DecodedUnits of(BlockSource file, String name, GrainShape shape, boolean markers) {
        return new DecodedUnits(
                name,
                shape.grainBytes(),
                shape.sizeBytes(),
                MARKER + mostBytes(shape.grainBytes()),
                new CompressedGrains(file, markers),
                UnitDecoder::zlib);
    }

    @Override
    public void read(long place, ByteBuffer room) throws IOException {
        long left = file.size() - place;
        if (left < MARKER) {
            throw new ImageException.Damaged(
                    "inside the file of %d bytes expected; was the file cut off?"
                            .formatted(file.size()));
        }
        if (!markers) {
            room.limit((int) Math.min(left, room.capacity()));
            file.read(place, room);
            room.flip();
            return;
        }
        int start = (int) Math.min(left, Math.min(SparseHeader.SECTOR, room.capacity()));
        room.order(ByteOrder.LITTLE_ENDIAN).limit(start);
        file.read(place, room);
        long length = Integer.toUnsignedLong(room.getInt(LENGTH_AT));
        if (length == 0 || length > room.capacity() - MARKER || length > left - MARKER) {
            throw new ImageException.Damaged(
                    "%d compressed bytes found, at most %d expected"
                            .formatted(length, Math.min(room.capacity() - MARKER, left - MARKER)));
        }
        int end = MARKER + (int) length;
        if (end > start) {
            room.limit(end);
            file.read(place + start, room);
        }
        room.limit(end).position(MARKER);
    }

    @Override
    public String describe(long place) {
        return "compressed grain at 0x%x".formatted(place);
    }
}
