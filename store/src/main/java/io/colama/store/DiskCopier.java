package io.colama.store;

import io.colama.block.BlockSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Writes a stored disk into a sink: leaves are decoded by the workers, some ahead, and written in
 * order; zeros are never written. Every frame is compared with its checksum; a segment that is
 * damaged is put together from other copies of its blocks, or the copy ends.
 */
final class DiskCopier {

    private final TreeReader tree;
    private final SegmentReader segments;
    private final Workers workers;

    DiskCopier(TreeReader tree, SegmentReader segments, Workers workers) {
        this.tree = tree;
        this.segments = segments;
        this.workers = workers;
    }

    /** A stretch of data inside a leaf, in bytes. */
    private record Stretch(int from, int to) {}

    /** A leaf that was decoded. */
    private record Decoded(long offset, byte[] bytes, List<Stretch> data) {}

    /** Copies the whole disk; the sink is not finished. */
    void copy(BlockSink sink, Progress progress) throws IOException {
        Deque<byte[]> buffers = new ArrayDeque<>();
        int window = 4 * workers.count() + 4;
        for (int i = 0; i < window; i++) {
            buffers.add(new byte[Geometry.LEAF_BYTES]);
        }
        Deque<Future<Decoded>> ahead = new ArrayDeque<>();
        long leaf = 0;
        try {
            while (leaf < tree.leaves() || !ahead.isEmpty()) {
                progress.check();
                while (leaf < tree.leaves() && ahead.size() < window) {
                    TreeReader.Found found = tree.find(leaf);
                    Node.Leaf layout = found.leaf();
                    if (layout == null) {
                        progress.advance(
                                Math.min(
                                        found.zeroLeaves() * Geometry.LEAF_BYTES,
                                        tree.sizeBytes()));
                        leaf += found.zeroLeaves();
                    } else {
                        byte[] buffer = buffers.removeFirst();
                        long number = leaf++;
                        ahead.add(workers.submit(_ -> decode(number, layout, buffer)));
                    }
                }
                if (!ahead.isEmpty()) {
                    Decoded decoded = Workers.await(ahead.removeFirst());
                    write(decoded, sink);
                    buffers.add(decoded.bytes);
                    progress.advance(Geometry.LEAF_BYTES);
                }
            }
        } finally {
            ahead.forEach(future -> future.cancel(false));
        }
    }

    private Decoded decode(long number, Node.Leaf leaf, byte[] bytes) throws IOException {
        List<Stretch> data = new ArrayList<>();
        int block = 0;
        for (Extent extent : leaf.extents()) {
            int from = block * Geometry.BLOCK;
            int to = (block + extent.blocks()) * Geometry.BLOCK;
            Hash pack = extent.pack();
            if (pack == null) {
                java.util.Arrays.fill(bytes, from, to, (byte) 0);
            } else {
                segments.read(pack, extent.firstBlock(), extent.blocks(), bytes, from);
                boolean continues = !data.isEmpty() && data.getLast().to == from;
                data.add(
                        continues
                                ? new Stretch(data.removeLast().from, to)
                                : new Stretch(from, to));
            }
            block += extent.blocks();
        }
        return new Decoded(number * Geometry.LEAF_BYTES, bytes, data);
    }

    private void write(Decoded leaf, BlockSink sink) throws IOException {
        for (Stretch stretch : leaf.data) {
            int to = (int) Math.min(stretch.to, tree.sizeBytes() - leaf.offset);
            sink.write(
                    leaf.offset + stretch.from,
                    ByteBuffer.wrap(leaf.bytes, stretch.from, to - stretch.from));
        }
    }
}
