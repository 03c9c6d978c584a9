package io.colama.store;

/**
 * The sizes that the store is built from. They are part of the format: {@code colama.json} repeats
 * them and a repository with others is refused.
 */
public final class Geometry {

    /** Bytes in a block, the unit of hashing and de-duplication. */
    public static final int BLOCK = 4096;

    /** Children of a node of the tree: how many hashes of 32 bytes fill a block. */
    public static final int FANOUT = 128;

    /** Bytes below a leaf of the tree: 512 KiB. */
    public static final int LEAF_BYTES = FANOUT * BLOCK;

    /** Most blocks in a segment, the unit of compression and decoding. */
    public static final int SEGMENT_BLOCKS = 64;

    /** Most bytes in a segment before compression: 256 KiB. */
    public static final int SEGMENT_BYTES = SEGMENT_BLOCKS * BLOCK;

    /** Segments whose block hashes are read together. */
    public static final int NEIGHBOURHOOD_SEGMENTS = 64;

    /** Most blocks in a neighbourhood: 4,096 blocks, 16 MiB of data, 128 KiB of hashes. */
    public static final int NEIGHBOURHOOD_BLOCKS = NEIGHBOURHOOD_SEGMENTS * SEGMENT_BLOCKS;

    /** Most segments in a pack: 128 MiB of data before compression. */
    public static final int PACK_SEGMENTS = 512;

    /** A block is sampled when its hash ends in this many zero bits: 1 in 32. */
    public static final int SAMPLE_BITS = 5;

    /** Most bytes in a disk: 2^56, so that offsets and block numbers never overflow. */
    public static final long MAX_DISK_BYTES = 1L << 56;

    private static final long SAMPLE_MASK = (1L << SAMPLE_BITS) - 1;

    private Geometry() {}

    /** Whether a block of this hash has an entry in the index. */
    static boolean isSampled(long lastEightBytes) {
        return (lastEightBytes & SAMPLE_MASK) == 0;
    }

    /** How many blocks a disk of {@code sizeBytes} has; the last one may be partial. */
    public static long blocks(long sizeBytes) {
        return (sizeBytes + BLOCK - 1) / BLOCK;
    }
}
