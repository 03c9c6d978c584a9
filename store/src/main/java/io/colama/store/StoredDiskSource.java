package io.colama.store;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;

/**
 * A stored disk, read anywhere, from decoded segments straight into the target. Threads: any
 * number; each decodes what it reads itself.
 */
final class StoredDiskSource implements BlockSource {

    private static final byte[] ZEROS = new byte[64 << 10];

    private final TreeReader tree;
    private final SegmentReader segments;

    /** Maps of leaves that were used, each at the place that its number gives it. */
    private final AtomicReferenceArray<LeafMap> maps;

    /**
     * A disk.
     *
     * @param maps how many leaves are remembered with the places of their blocks, a power of two
     */
    StoredDiskSource(TreeReader tree, SegmentReader segments, int maps) {
        this.tree = tree;
        this.segments = segments;
        this.maps = new AtomicReferenceArray<>(maps);
    }

    @Override
    public long size() {
        return tree.sizeBytes();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        int end = target.limit();
        long at = offset;
        while (target.position() < end) {
            LeafMap map = map(at / Geometry.LEAF_BYTES);
            int from = (int) (at % Geometry.LEAF_BYTES);
            int to = Math.min(Geometry.LEAF_BYTES, from + end - target.position());
            at += to - from;
            for (int i = map.pieceOf(from / Geometry.BLOCK); from < to; i++) {
                LeafMap.Piece piece = map.pieces().get(i);
                int pieceEnd = Math.min(to, piece.to() * Geometry.BLOCK);
                read(piece, from, pieceEnd, target);
                from = pieceEnd;
            }
        }
    }

    /** Reads bytes of one piece, counted from the start of the leaf. */
    private void read(LeafMap.Piece piece, int from, int to, ByteBuffer target) throws IOException {
        Hash pack = piece.pack();
        if (pack == null) {
            for (int left = to - from; left > 0; ) {
                int length = Math.min(left, ZEROS.length);
                target.put(ZEROS, 0, length);
                left -= length;
            }
            return;
        }
        int first = piece.firstBlock() + from / Geometry.BLOCK - piece.from();
        int count = (to + Geometry.BLOCK - 1) / Geometry.BLOCK - from / Geometry.BLOCK;
        SegmentKey segment = piece.segment();
        if (segment == null) { // the pack could not be told: it still cannot, or fails
            byte[] bytes = new byte[count * Geometry.BLOCK];
            segments.read(pack, first, count, bytes, 0);
            target.put(bytes, from % Geometry.BLOCK, to - from);
            return;
        }
        try (SegmentCache.Held held = segments.segment(segment)) {
            SegmentCache.Decoded decoded = held.decoded();
            int place = decoded.place(first, count) + from % Geometry.BLOCK;
            target.put(decoded.bytes(), place, to - from);
        }
    }

    private LeafMap map(long number) throws IOException {
        int slot = (int) (number & (maps.length() - 1));
        LeafMap known = maps.get(slot);
        if (known == null || known.number() != number) {
            known = LeafMap.of(tree, segments, number);
            if (known.isWhole()) { // a pack that cannot be told may be stored anew
                maps.set(slot, known);
            }
        }
        return known;
    }

    /** Whether bytes can be read without decoding or looking for anything. */
    boolean isReady(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size());
        long end = offset + length;
        for (long at = offset; at < end; ) {
            long number = at / Geometry.LEAF_BYTES;
            LeafMap map = maps.get((int) (number & (maps.length() - 1)));
            if (map == null || map.number() != number) {
                return false;
            }
            long leafEnd = Math.min(end, (number + 1) * Geometry.LEAF_BYTES);
            int last = (int) ((leafEnd - 1) % Geometry.LEAF_BYTES / Geometry.BLOCK);
            int first = (int) (at % Geometry.LEAF_BYTES / Geometry.BLOCK);
            for (int i = map.pieceOf(first);
                    i < map.pieces().size() && map.pieces().get(i).from() <= last;
                    i++) {
                SegmentKey segment = map.pieces().get(i).segment();
                if (segment != null && !segments.isReady(segment)) {
                    return false;
                }
            }
            at = leafEnd;
        }
        return true;
    }

    /**
     * Decodes what a leaf needs, apart from what was read, as far as there is room and time.
     *
     * @param wanted whether the leaf is still expected to be read
     */
    void ahead(long number, BooleanSupplier wanted) throws IOException {
        for (LeafMap.Piece piece : map(number).pieces()) {
            SegmentKey segment = piece.segment();
            boolean isDue = !segments.isBusy() && wanted.getAsBoolean();
            if (!isDue || (segment != null && !segments.ahead(segment, wanted))) {
                return;
            }
        }
    }

    /** Decodes what a leaf needs, as if it were read; returns how many bytes that are. */
    long warm(long number) throws IOException {
        long bytes = 0;
        for (LeafMap.Piece piece : map(number).pieces()) {
            SegmentKey segment = piece.segment();
            if (segment != null) {
                try (SegmentCache.Held held = segments.segment(segment)) {
                    bytes += held.decoded().bytes().length;
                }
            }
        }
        return bytes;
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
