package io.colama.disk.vmdk;

import io.colama.block.ImageException;
import io.colama.block.Limit;

/**
 * The sizes of a sparse extent.
 *
 * @param sizeBytes how many bytes of the disk
 * @param grainBytes a power of two
 * @param tableEntries a power of two: how many grains a table tells of
 */
record GrainShape(long sizeBytes, int grainBytes, int tableEntries) {

    /** A pebibyte; the largest disk of VMware has 62 TiB. */
    static final Limit CAPACITY = new Limit("capacity in sectors", 1L << 41);

    private static final Limit GRAIN = new Limit("sectors in a grain", 1 << 16);
    private static final Limit COMPRESSED_GRAIN = new Limit("sectors in a compressed grain", 4096);
    private static final Limit TABLE_ENTRIES = new Limit("entries in a grain table", 1 << 16);
    private static final Limit TABLES = new Limit("grain tables", 1 << 25);

    /**
     * The shape that a header claims.
     *
     * @param capacity in sectors
     * @param grain in sectors
     */
    static GrainShape of(
            long capacity, long grain, long tableEntries, boolean compressed, String name)
            throws ImageException {
        (compressed ? COMPRESSED_GRAIN : GRAIN).check(grain);
        TABLE_ENTRIES.check(tableEntries);
        if (Long.bitCount(grain) != 1 || Long.bitCount(tableEntries) != 1) {
            throw new ImageException.Damaged(
                    "%s: grains of %d sectors in tables of %d entries found, powers of two expected"
                            .formatted(name, grain, tableEntries));
        }
        GrainShape shape =
                new GrainShape(
                        CAPACITY.check(capacity) * SparseHeader.SECTOR,
                        (int) grain * SparseHeader.SECTOR,
                        (int) tableEntries);
        TABLES.check(shape.tables());
        return shape;
    }

    /** How many bytes of the disk a table tells of. */
    long coverBytes() {
        return (long) grainBytes * tableEntries;
    }

    /** How many tables there are. */
    long tables() {
        return Math.ceilDiv(sizeBytes, coverBytes());
    }
}
