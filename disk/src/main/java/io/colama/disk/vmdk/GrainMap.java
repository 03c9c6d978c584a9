package io.colama.disk.vmdk;

import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import java.io.IOException;

/**
 * Where each byte of a sparse extent lies.
 *
 * @param compressed whether grains are compressed
 */
record GrainMap(GrainShape shape, GrainTables tables, boolean compressed) implements ExtentMap {

    @Override
    public long sizeBytes() {
        return shape.sizeBytes();
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        long cover = shape.coverBytes();
        long table = tables.table(offset / cover);
        if (table == GrainTables.NONE) {
            return Extent.absent(clipped(offset, cover));
        }
        int grainBytes = shape.grainBytes();
        long place = tables.grain(table, (int) ((offset & (cover - 1)) / grainBytes));
        long length = clipped(offset, grainBytes);
        if (place == GrainTables.NONE) {
            return Extent.absent(length);
        }
        if (place == GrainTables.ZERO) {
            return Extent.zero(length);
        }
        return compressed
                ? new Extent(Extent.Kind.COMPRESSED, length, place)
                : Extent.stored(length, place + (offset & (grainBytes - 1)));
    }

    /** The bytes from {@code offset} to the end of its unit or of the disk. */
    private long clipped(long offset, long unit) {
        return Math.min(unit - (offset & (unit - 1)), shape.sizeBytes() - offset);
    }
}
