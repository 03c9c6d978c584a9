package io.colama.store;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Compares a source with a stored disk: leaves by their keys, and only where these differ, blocks
 * by their bytes.
 */
final class DiskComparer {

    private final TreeReader tree;
    private final BlockSource stored;
    private final Workers workers;
    private final VerityTree sha = new VerityTree();
    private long changed;

    DiskComparer(TreeReader tree, BlockSource stored, Workers workers) {
        this.tree = tree;
        this.stored = stored;
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
                            leaf(leaf++, key, slice.data(), first * Geometry.BLOCK, blocks);
                        }
                        progress.advance(Math.min((long) slice.blocks() * Geometry.BLOCK, size));
                        reader.release(slice);
                    }
                    case SliceReader.Item.Subtree subtree ->
                            throw new IllegalStateException("nothing is known: " + subtree);
                    case SliceReader.Item.End _ -> {
                        changed += Math.max(0, stored.size() - size);
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

    /** Leaves of the source that are zero: what the stored disk has there differs. */
    private void zeros(long first, long count) throws IOException {
        long leaf = first;
        while (leaf < first + count && leaf < tree.leaves()) {
            TreeReader.Found found = tree.find(leaf);
            if (found.leaf() == null) {
                leaf += found.zeroLeaves();
            } else {
                leaf(leaf++, VerityTree.zero(1), new byte[Geometry.LEAF_BYTES], 0, Geometry.FANOUT);
            }
        }
    }

    private void leaf(long number, Hash key, byte[] data, int offset, int blocks)
            throws IOException {
        if (number >= tree.leaves()) {
            changed += (long) blocks * Geometry.BLOCK;
            return;
        }
        if (tree.key(number).equals(key)) {
            return;
        }
        byte[] other = new byte[Geometry.LEAF_BYTES];
        long start = number * Geometry.LEAF_BYTES;
        stored.read(
                start,
                ByteBuffer.wrap(other, 0, (int) Math.min(other.length, stored.size() - start)));
        for (int i = 0; i < blocks * Geometry.BLOCK; i += Geometry.BLOCK) {
            if (!Arrays.equals(
                    data, offset + i, offset + i + Geometry.BLOCK, other, i, i + Geometry.BLOCK)) {
                changed += Geometry.BLOCK;
            }
        }
    }
}
