package io.colama.disk.vmdk;

import java.nio.ByteBuffer;

/**
 * What hosted sparse extents that are written have in common: a header, 20 sectors of descriptor,
 * grains of 64 KiB, tables of 512 grains.
 *
 * @param sectors of the disk
 */
record HostedLayout(long sectors) {

    static final int SECTOR = SparseHeader.SECTOR;
    static final int GRAIN = 1 << 16;
    static final int GRAIN_SECTORS = GRAIN / SECTOR;
    static final int TABLE_ENTRIES = 512;
    static final int TABLE_SECTORS = TABLE_ENTRIES * Integer.BYTES / SECTOR;
    static final int DESCRIPTOR_SECTOR = 1;
    static final int DESCRIPTOR_SECTORS = 20;

    /** Grains are found by 32-bit numbers of sectors. */
    static final long MOST_FILE_BYTES = (1L << Integer.SIZE) * SECTOR;

    private static final long MOST_DISK_BYTES = 1L << 46;

    /** The layout for a disk of this size, rounded up to a whole sector. */
    static HostedLayout of(long sizeBytes) {
        if (sizeBytes > MOST_DISK_BYTES) {
            throw new IllegalArgumentException(
                    "disk of %d bytes, at most %d fit into VMDK"
                            .formatted(sizeBytes, MOST_DISK_BYTES));
        }
        return new HostedLayout(Math.ceilDiv(sizeBytes, SECTOR));
    }

    int tables() {
        return (int) Math.ceilDiv(sectors, (long) GRAIN_SECTORS * TABLE_ENTRIES);
    }

    int directorySectors() {
        return Math.ceilDiv(tables() * Integer.BYTES, SECTOR);
    }

    /** The header of an extent that is not compressed. */
    SparseHeader plainHeader(long redundantDirectory, long directory, long overhead) {
        return header(
                1,
                SparseHeader.LINE_ENDS_VALID | SparseHeader.REDUNDANT,
                redundantDirectory,
                directory,
                overhead,
                SparseHeader.COMPRESSION_NONE);
    }

    /** The header, or the footer, of a stream. */
    SparseHeader streamHeader(long directory, long overhead) {
        return header(
                3,
                SparseHeader.LINE_ENDS_VALID | SparseHeader.COMPRESSED | SparseHeader.MARKERS,
                0,
                directory,
                overhead,
                SparseHeader.COMPRESSION_DEFLATE);
    }

    private SparseHeader header(
            int version,
            long flags,
            long redundantDirectory,
            long directory,
            long overhead,
            int compression) {
        return new SparseHeader(
                SparseHeader.MAGIC,
                version,
                flags,
                sectors,
                GRAIN_SECTORS,
                DESCRIPTOR_SECTOR,
                DESCRIPTOR_SECTORS,
                TABLE_ENTRIES,
                redundantDirectory,
                directory,
                overhead,
                0,
                SparseHeader.soundLineEnds(),
                compression);
    }

    /** Header and descriptor as they stand at the start of the file. */
    static ByteBuffer start(SparseHeader header, byte[] descriptor) {
        ByteBuffer bytes = ByteBuffer.allocate((DESCRIPTOR_SECTOR + DESCRIPTOR_SECTORS) * SECTOR);
        SparseHeader.LAYOUT.write(header, bytes);
        return bytes.put(DESCRIPTOR_SECTOR * SECTOR, descriptor).clear();
    }
}
