package io.colama.store;

import io.colama.block.BlockSource;
import java.io.IOException;

/**
 * A disk by the hashes of its content alone, wherever that is: the first two levels of its
 * fs-verity tree. Blocks have 4,096 bytes, a leaf has 128 of them. Threads: one.
 */
public interface DiskHashes {

    /** The size of the disk. */
    long sizeBytes();

    /** The hash of the hashes of the blocks of a leaf, padded with zeros to one block. */
    Hash leaf(long number) throws IOException;

    /**
     * How many leaves from here on are known to be all zeros; 0 when this one is not, or when that
     * is not known.
     */
    long zeroLeaves(long number) throws IOException;

    /**
     * The hashes of the blocks of a leaf, of which the last one of a disk may have fewer than 128;
     * a block at the end is padded with zeros.
     *
     * @param target gets 32 bytes for each block, from {@code offset} on
     */
    void blocks(long leaf, byte[] target, int offset) throws IOException;

    /** How many leaves there are. */
    default long leaves() {
        return Math.ceilDiv(sizeBytes(), (long) Geometry.LEAF_BYTES);
    }

    /** How many blocks a leaf has. */
    default int blocksOf(long leaf) {
        long first = leaf * Geometry.FANOUT;
        return (int) Math.min(Geometry.FANOUT, Geometry.blocks(sizeBytes()) - first);
    }

    /** Compares a source with this disk, block by block. */
    default Comparison compare(BlockSource source, Progress progress) throws IOException {
        try (Workers workers = Workers.ofProcessors()) {
            return new DiskComparer(this, workers).compare(source, progress);
        }
    }
}
