package io.colama.disk.qcow2;

import io.colama.disk.image.PositionalOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The clusters of an image that is written from its start to its end, and their reference counts.
 *
 * <p>Clusters are given out in order. A reference count block is written as soon as the clusters it
 * counts are all given out, so that memory holds one of them: 8 bytes of table for each 2 GiB of
 * file remain.
 */
final class HostFile {

    static final int CLUSTER_BITS = 16;
    static final int CLUSTER = 1 << CLUSTER_BITS;

    private static final int COUNTED_BY_BLOCK = CLUSTER / Short.BYTES;

    private final PositionalOutput file;
    private final List<Long> blocks = new ArrayList<>();
    private short[] counts = new short[COUNTED_BY_BLOCK];
    private long next;
    private long compressedEnd;

    HostFile(PositionalOutput file) {
        this.file = file;
    }

    /** Where the reference counts went. */
    record Refcounts(long tableOffset, int tableClusters) {}

    /** Gives out the next cluster; its offset. */
    long allocate() throws IOException {
        if (next > 0 && next % COUNTED_BY_BLOCK == 0) {
            writeFullBlock();
        }
        return take();
    }

    private long take() {
        counts[(int) (next % COUNTED_BY_BLOCK)] = 1;
        return next++ << CLUSTER_BITS;
    }

    /**
     * What the full block counts may not get further users: compressed data goes on in a cluster of
     * its own.
     */
    private void writeFullBlock() throws IOException {
        short[] full = counts;
        counts = new short[COUNTED_BY_BLOCK];
        writeBlock(take(), full);
        compressedEnd = Math.ceilDiv(compressedEnd, CLUSTER) * (long) CLUSTER;
    }

    private void writeBlock(long offset, short[] content) throws IOException {
        blocks.add(offset);
        ByteBuffer bytes = ByteBuffer.allocate(CLUSTER);
        bytes.asShortBuffer().put(content);
        file.write(offset, bytes);
    }

    void write(long offset, ByteBuffer source) throws IOException {
        file.write(offset, source);
    }

    /**
     * Writes the bytes of a compressed cluster behind the ones before it and counts the clusters
     * that they touch.
     *
     * @return where they start
     */
    long append(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        int room = (int) (-compressedEnd & (CLUSTER - 1));
        boolean grows =
                compressedEnd + room == next << CLUSTER_BITS && next % COUNTED_BY_BLOCK != 0;
        long start = compressedEnd;
        if (length <= room || (room > 0 && grows)) {
            counts[(int) ((start >>> CLUSTER_BITS) % COUNTED_BY_BLOCK)]++;
            if (length > room) {
                take();
            }
        } else {
            start = allocate();
        }
        file.write(start, bytes);
        compressedEnd = start + length;
        return start;
    }

    /**
     * Writes the table of reference count blocks and the last of them; nothing is given out
     * afterwards.
     */
    Refcounts finish() throws IOException {
        int clusters = Math.ceilDiv((blocks.size() + 3) * Long.BYTES, CLUSTER);
        if (next % COUNTED_BY_BLOCK + clusters > COUNTED_BY_BLOCK) {
            next = Math.ceilDiv(next, COUNTED_BY_BLOCK) * (long) COUNTED_BY_BLOCK;
        }
        long table = allocate();
        for (int i = 1; i < clusters; i++) {
            take();
        }
        long last = allocate();
        writeBlock(last, counts);
        ByteBuffer places = ByteBuffer.allocate(clusters * CLUSTER);
        blocks.forEach(places::putLong);
        file.write(table, places.clear());
        return new Refcounts(table, clusters);
    }
}
