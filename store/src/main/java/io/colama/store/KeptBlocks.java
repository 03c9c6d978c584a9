package io.colama.store;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the blocks of a leaf without reading them: which stay where they are, and for
 * each of those its hash and its place. Handed from thread to thread; one has it at a time.
 */
final class KeptBlocks {

    private final BitSet kept = new BitSet(Geometry.FANOUT);
    private final byte[] hashes = new byte[Geometry.FANOUT * Hash.BYTES];
    private final @Nullable Hash[] packs = new @Nullable Hash[Geometry.FANOUT];
    private final int[] numbers = new int[Geometry.FANOUT];

    /** The hashes of all blocks, 32 bytes each; those that are not kept are the hasher's to set. */
    byte[] hashes() {
        return hashes;
    }

    /** Sets the places of blocks that the base has, all of them; none is kept yet. */
    void base(int first, Extent extent) {
        for (int i = 0; i < extent.blocks(); i++) {
            packs[first + i] = extent.pack();
            numbers[first + i] = extent.firstBlock() + i;
            if (extent.pack() == null) {
                VerityTree.zero(0).put(hashes, (first + i) * Hash.BYTES);
            }
        }
    }

    /** These blocks are the base's. */
    void keep(int from, int to) {
        kept.set(from, to);
    }

    /** These blocks are zeros. */
    void zero(int from, int to) {
        base(from, Extent.zeros(to - from));
        kept.set(from, to);
    }

    boolean isKept(int block) {
        return kept.get(block);
    }

    /** The first block from one on that must be read; {@code count} when there is none. */
    int nextRead(int from, int count) {
        return Math.min(count, kept.nextClearBit(from));
    }

    /** The first block from one on that is kept; {@code count} when there is none. */
    int nextKept(int from, int count) {
        int next = kept.nextSetBit(from);
        return next < 0 ? count : Math.min(count, next);
    }

    /** The pack of a kept block; null for zeros. */
    @Nullable Hash pack(int block) {
        return packs[block];
    }

    /** The number of a kept block in its pack. */
    int number(int block) {
        return numbers[block];
    }

    /**
     * Notes the hash of a block that was read; if it is what the base has there, the block stays.
     */
    void hashed(int block, byte[] hash) {
        int at = block * Hash.BYTES;
        if (java.util.Arrays.equals(hashes, at, at + Hash.BYTES, hash, 0, Hash.BYTES)) {
            kept.set(block);
        } else {
            System.arraycopy(hash, 0, hashes, at, Hash.BYTES);
        }
    }
}
