package io.colama.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which segments the blocks of a leaf lie: what a read needs to know, found out once.
 *
 * @param number the leaf
 * @param pieces its blocks, in order and without gaps
 * @param isWhole whether all pieces have their segments; else packs could not be told
 */
record LeafMap(long number, List<Piece> pieces, boolean isWhole) {

    /**
     * Consecutive blocks.
     *
     * @param from the first, counted in the leaf
     * @param to the one behind the last
     * @param pack the pack that holds them; null for zeros
     * @param firstBlock the number of the first there
     * @param segment the segment that holds all of them; null for zeros, and where the pack cannot
     *     be told
     */
    record Piece(
            int from, int to, @Nullable Hash pack, int firstBlock, @Nullable SegmentKey segment) {}

    /** The map of a leaf; asks the tables of packs, decodes nothing. */
    static LeafMap of(TreeReader tree, SegmentReader segments, long number) throws IOException {
        Node.Leaf leaf = tree.find(number).leaf();
        if (leaf == null) {
            return new LeafMap(
                    number, List.of(new Piece(0, tree.blocksOf(number), null, 0, null)), true);
        }
        List<Piece> pieces = new ArrayList<>();
        boolean isWhole = true;
        int block = 0;
        for (Extent extent : leaf.extents()) {
            Hash pack = extent.pack();
            if (pack == null) {
                pieces.add(new Piece(block, block + extent.blocks(), null, 0, null));
            } else {
                isWhole &= add(pieces, segments, pack, extent, block);
            }
            block += extent.blocks();
        }
        return new LeafMap(number, List.copyOf(pieces), isWhole);
    }

    /** Adds an extent, a piece for each segment, or one without where the pack cannot be told. */
    private static boolean add(
            List<Piece> pieces, SegmentReader segments, Hash pack, Extent extent, int block)
            throws IOException {
        int done = 0;
        try {
            while (done < extent.blocks()) {
                int first = extent.firstBlock() + done;
                SegmentKey key = segments.key(pack, first);
                int count = Math.min(extent.blocks() - done, segments.endBlock(key) - first);
                pieces.add(new Piece(block + done, block + done + count, pack, first, key));
                done += count;
            }
            return true;
        } catch (StoreException.Damaged e) {
            // whoever reads these blocks is told; others of the leaf can be read
            pieces.add(
                    new Piece(
                            block + done,
                            block + extent.blocks(),
                            pack,
                            extent.firstBlock() + done,
                            null));
            return false;
        }
    }

    /** The piece that holds a block of the leaf. */
    int pieceOf(int block) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).to <= block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
