package io.colama.guest.fat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.FileExtents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/** The clusters of a volume and the table that chains them. Any number of threads. */
final class ClusterHeap {

    private static final int PAGE = 4096;
    private static final int PAGES = 512;
    private static final int FIRST = 2;
    private static final int MARKS = 8;

    private final BlockSource volume;
    private final BlockSource metadata;
    private final Shape shape;

    /**
     * Where things lie.
     *
     * @param tableAt the offset of the table
     * @param entryBits 12, 16 or 32
     * @param valueBits how many of them count: 28 on FAT32, else all
     * @param heapAt the offset of cluster 2
     * @param clusters how many there are, no more than the table has entries for
     */
    record Shape(
            long tableAt,
            int entryBits,
            int valueBits,
            long heapAt,
            int clusterBytes,
            long clusters) {}

    ClusterHeap(BlockSource volume, Shape shape) {
        this.volume = volume;
        this.metadata = BlockSources.cached(volume, PAGE, PAGES);
        this.shape = shape;
    }

    BlockSource volume() {
        return volume;
    }

    BlockSource metadata() {
        return metadata;
    }

    int clusterBytes() {
        return shape.clusterBytes;
    }

    /** What the table says of a cluster, or in its first two places of the volume. */
    long value(long cluster) throws IOException {
        int bits = shape.entryBits;
        ByteBuffer entry = ByteBuffer.allocate(bits == 32 ? 4 : 2).order(ByteOrder.LITTLE_ENDIAN);
        metadata.read(shape.tableAt + cluster * bits / Byte.SIZE, entry);
        if (bits == 32) {
            return entry.getInt(0) & ((1L << shape.valueBits) - 1);
        }
        int value = entry.getShort(0) & 0xffff;
        if (bits == 16) {
            return value;
        }
        return cluster % 2 == 0 ? value & 0xfff : value >>> 4;
    }

    private boolean isEnd(long value) {
        return value >= (1L << shape.valueBits) - MARKS;
    }

    private long place(long cluster, String what) throws ImageException {
        if (cluster < FIRST || cluster - FIRST >= shape.clusters) {
            throw new ImageException.Damaged(
                    "%s: cluster 0x%x found, from 2 to 0x%x expected"
                            .formatted(what, cluster, shape.clusters + 1));
        }
        return shape.heapAt + (cluster - FIRST) * shape.clusterBytes;
    }

    private long clustersOf(long sizeBytes, String what) throws ImageException {
        long count = sizeBytes / shape.clusterBytes + (sizeBytes % shape.clusterBytes == 0 ? 0 : 1);
        if (sizeBytes < 0 || count > shape.clusters) {
            throw new ImageException.Damaged(
                    "%s: %s bytes found on a volume of %d clusters of %d bytes"
                            .formatted(
                                    what,
                                    Long.toUnsignedString(sizeBytes),
                                    shape.clusters,
                                    shape.clusterBytes));
        }
        return count;
    }

    /** A file whose clusters are chained. */
    FileExtents chained(long first, long sizeBytes, long validBytes, String what)
            throws IOException {
        long count = clustersOf(sizeBytes, what);
        FileExtents.Builder extents = FileExtents.of(sizeBytes);
        long cluster = first;
        for (long i = 0; i < count; i++) {
            if (i > 0) {
                cluster = value(cluster);
            }
            add(extents, i * shape.clusterBytes, place(cluster, what), validBytes);
        }
        return extents.build();
    }

    private void add(FileExtents.Builder extents, long offset, long host, long validBytes)
            throws ImageException {
        long valid = Math.clamp(validBytes - offset, 0, shape.clusterBytes);
        extents.stored(offset, valid, host);
        extents.zero(offset + valid, shape.clusterBytes - valid);
    }

    /** A file whose clusters lie side by side. */
    FileExtents contiguous(long first, long sizeBytes, long validBytes, String what)
            throws IOException {
        long count = clustersOf(sizeBytes, what);
        FileExtents.Builder extents = FileExtents.of(sizeBytes);
        if (count > 0) {
            long host = place(first, what);
            place(first + count - 1, what);
            long valid = Math.clamp(validBytes, 0, sizeBytes);
            extents.stored(0, valid, host);
            extents.zero(valid, sizeBytes - valid);
        }
        return extents.build();
    }

    /** A directory whose chain tells how long it is. */
    FileExtents directory(long first, Limit most, String what) throws IOException {
        FileExtents.Builder extents = FileExtents.of(most.max());
        Set<Long> seen = new HashSet<>();
        long end = 0;
        for (long cluster = first; !isEnd(cluster); cluster = value(cluster)) {
            extents.stored(end, shape.clusterBytes, place(cluster, what));
            end = most.check(end + shape.clusterBytes);
            if (!seen.add(cluster)) {
                throw new ImageException.Damaged(
                        "%s: a chain that meets itself at cluster 0x%x found"
                                .formatted(what, cluster));
            }
        }
        return trimmed(extents.build(), end);
    }

    private static FileExtents trimmed(FileExtents extents, long end) throws ImageException {
        FileExtents.Builder trimmed = FileExtents.of(end);
        for (long at = 0; at < end; ) {
            var piece = extents.pieceAt(at);
            trimmed.stored(at, Math.min(piece.length(), end - at), piece.host());
            at += piece.length();
        }
        return trimmed.build();
    }
}
