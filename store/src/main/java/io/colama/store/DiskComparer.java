package io.colama.store;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.util.Arrays;

/**
 * Compares a source with a disk whose hashes are known: leaves by their keys, and only where these
 * differ, blocks by their hashes.
 */
final class DiskComparer {

    private final DiskHashes known;
    private final Workers workers;
    private final VerityTree sha = new VerityTree();
    private final byte[] zeros = new byte[Geometry.BLOCK];
    private long changed;

    DiskComparer(DiskHashes known, Workers workers) {
        this.known = known;
        for (int i = 0; i < Geometry.FANOUT; i++) {
            VerityTree.zero(0).put(zeros, i * Hash.BYTES);
        }
        this.workers = workers;
    }

    Comparison compare(BlockSource source, Progress progress) throws IOException {
        long size = source.size();
        TreeBuilder own = new TreeBuilder(size, (_, _) -> {});
        Hash onlyBlock = Hash.NONE;
        long leaf = 0;
        try (SliceReader reader = new SliceReader(source, size, workers)) {
            reader.start();
            while (true) {
                progress.check();
                switch (reader.next()) {
                    case SliceReader.Item.Zeros(long slices) -> {
                        long leaves = slices * (SliceReader.SLICE / Geometry.LEAF_BYTES);
                        own.addZeros(leaves);
                        zeros(leaf, leaves);
                        leaf += leaves;
                        progress.advance(slices * SliceReader.SLICE);
                    }
                    case SliceReader.Item.Read read -> {
                        SliceReader.Slice slice = Workers.await(read.slice());
                        onlyBlock = Hash.at(slice.hashes(), 0);
                        for (int first = 0; first < slice.blocks(); first += Geometry.FANOUT) {
                            int blocks = Math.min(Geometry.FANOUT, slice.blocks() - first);
                            Hash key = sha.group(slice.hashes(), first * Hash.BYTES, blocks);
                            own.add(1, key);
                            leaf(leaf++, key, slice.hashes(), first * Hash.BYTES, blocks);
                        }
                        progress.advance(Math.min((long) slice.blocks() * Geometry.BLOCK, size));
                        reader.release(slice);
                    }
                    case SliceReader.Item.Subtree subtree ->
                            throw new IllegalStateException("nothing is known: " + subtree);
                    case SliceReader.Item.End _ -> {
                        changed += Math.max(0, known.sizeBytes() - size);
                        Hash top = own.finish();
                        Hash root =
                                Geometry.blocks(size) == 1
                                        ? (onlyBlock.equals(Hash.NONE)
                                                ? VerityTree.zero(0)
                                                : onlyBlock)
                                        : top;
                        return new Comparison(
                                new StoredDisk(sha.digest(size, root), size), changed);
                    }
                    case SliceReader.Item.Failed(Throwable cause) -> throw Workers.rethrow(cause);
                }
            }
        }
    }

    /** Leaves of the source that are zero: what the other disk has there differs. */
    private void zeros(long first, long count) throws IOException {
        long leaf = first;
        while (leaf < first + count && leaf < known.leaves()) {
            long zero = known.zeroLeaves(leaf);
            if (zero > 0) {
                leaf += zero;
            } else {
                leaf(leaf++, VerityTree.zero(1), zeros, 0, Geometry.FANOUT);
            }
        }
    }

    private void leaf(long number, Hash key, byte[] hashes, int offset, int blocks)
            throws IOException {
        if (number >= known.leaves()) {
            changed += (long) blocks * Geometry.BLOCK;
            return;
        }
        if (known.leaf(number).equals(key)) {
            return;
        }
        byte[] other = zeros.clone();
        known.blocks(number, other, 0);
        for (int i = 0; i < blocks * Hash.BYTES; i += Hash.BYTES) {
            if (!Arrays.equals(
                    hashes, offset + i, offset + i + Hash.BYTES, other, i, i + Hash.BYTES)) {
                changed += Geometry.BLOCK;
            }
        }
    }
}
