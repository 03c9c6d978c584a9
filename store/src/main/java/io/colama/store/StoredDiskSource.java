package io.colama.store;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A stored disk, read anywhere. Threads: any number; each read decodes on its own thread. */
final class StoredDiskSource implements BlockSource {

    private final TreeReader tree;
    private final SegmentReader segments;
    private final Workers.ToolPool tools;

    StoredDiskSource(TreeReader tree, SegmentReader segments, Workers.ToolPool tools) {
        this.tree = tree;
        this.segments = segments;
        this.tools = tools;
    }

    @Override
    public long size() {
        return tree.sizeBytes();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        byte[] leafBytes = new byte[Geometry.LEAF_BYTES];
        long at = offset;
        Workers.Tools own = tools.borrow();
        try {
            while (target.hasRemaining()) {
                int inLeaf = (int) (at % Geometry.LEAF_BYTES);
                int length = Math.min(target.remaining(), Geometry.LEAF_BYTES - inLeaf);
                int firstBlock = inLeaf / Geometry.BLOCK;
                int endBlock = (inLeaf + length + Geometry.BLOCK - 1) / Geometry.BLOCK;
                readBlocks(own, at / Geometry.LEAF_BYTES, firstBlock, endBlock, leafBytes);
                target.put(leafBytes, inLeaf, length);
                at += length;
            }
        } finally {
            tools.giveBack(own);
        }
    }

    private void readBlocks(Workers.Tools own, long number, int from, int to, byte[] bytes)
            throws IOException {
        Node.Leaf leaf = tree.find(number).leaf();
        java.util.Arrays.fill(bytes, from * Geometry.BLOCK, to * Geometry.BLOCK, (byte) 0);
        if (leaf == null) {
            return;
        }
        int block = 0;
        for (Extent extent : leaf.extents()) {
            int first = Math.max(from, block);
            int end = Math.min(to, block + extent.blocks());
            Hash pack = extent.pack();
            if (pack != null && first < end) {
                int inPack = extent.firstBlock() + first - block;
                segments.read(own, pack, inPack, end - first, bytes, first * Geometry.BLOCK);
            }
            block += extent.blocks();
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size());
        TreeReader.Found found = tree.find(offset / Geometry.LEAF_BYTES);
        long leafStart = offset - offset % Geometry.LEAF_BYTES;
        Node.Leaf leaf = found.leaf();
        if (leaf == null) {
            long end = Math.min(size(), leafStart + found.zeroLeaves() * Geometry.LEAF_BYTES);
            return new Run(offset, end - offset, Run.Kind.HOLE);
        }
        long end = leafStart;
        Run.Kind kind = null;
        for (Extent extent : leaf.extents()) {
            Run.Kind next = extent.pack() == null ? Run.Kind.HOLE : Run.Kind.DATA;
            if (end > offset && next != kind) {
                break;
            }
            kind = next;
            end += (long) extent.blocks() * Geometry.BLOCK;
        }
        return new Run(offset, Math.min(size(), end) - offset, Objects.requireNonNull(kind));
    }

    @Override
    public void close() {
        // packs belong to the store
    }
}
