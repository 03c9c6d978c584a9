package io.colama.disk.vhd;

/**
 * Cylinders, heads and sectors that a VHD footer gives for a disk.
 *
 * <p>Source: Virtual Hard Disk Image Format Specification 1.0, appendix: CHS Calculation.
 */
record ChsGeometry(int cylinders, int heads, int sectors) {

    private static final int MOST_CYLINDERS = 65_535;
    private static final int MOST_HEADS = 16;

    /** The geometry for this many sectors of 512 bytes; it may stand for fewer. */
    static ChsGeometry of(long totalSectors) {
        long total = Math.min(totalSectors, (long) MOST_CYLINDERS * MOST_HEADS * 255);
        if (total >= (long) MOST_CYLINDERS * MOST_HEADS * 63) {
            return with(total, MOST_HEADS, 255);
        }
        int heads = (int) Math.max(4, (total / 17 + 1023) / 1024);
        if (heads <= MOST_HEADS && total / 17 < heads * 1024L) {
            return with(total, heads, 17);
        }
        boolean few = total / 31 < MOST_HEADS * 1024L;
        return with(total, MOST_HEADS, few ? 31 : 63);
    }

    private static ChsGeometry with(long total, int heads, int sectors) {
        return new ChsGeometry((int) (total / sectors / heads), heads, sectors);
    }
}
