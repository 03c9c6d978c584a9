package io.colama.disk.qcow2;

/**
 * The sizes that follow from the header.
 *
 * @param version 2 or 3
 * @param clusterBits a cluster has 2 to this many bytes
 * @param extended whether L2 entries have two words, the second of which tells of subclusters
 */
record Geometry(int version, int clusterBits, boolean extended) {

    private static final int SUBCLUSTER_BITS = 5;

    static Geometry of(Qcow2Header header) {
        return new Geometry(
                (int) header.version(),
                (int) header.clusterBits(),
                header.has(Qcow2Header.INCOMPATIBLE_EXTENDED_L2));
    }

    int clusterBytes() {
        return 1 << clusterBits;
    }

    /** The shift from an L2 index to a place in the table. */
    int entryBits() {
        return extended ? 4 : 3;
    }

    int l2Bits() {
        return clusterBits - entryBits();
    }

    /** How many bytes of the disk one L2 table tells of. */
    long l2CoverBytes() {
        return 1L << (clusterBits + l2Bits());
    }

    /** The smallest unit that is allocated. */
    int unitBits() {
        return extended ? clusterBits - SUBCLUSTER_BITS : clusterBits;
    }

    /** How many L1 entries a disk of this size needs. */
    long l1EntriesFor(long sizeBytes) {
        return Math.ceilDiv(sizeBytes, l2CoverBytes());
    }
}
