package io.colama.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has segments decoded before somebody reads them.
 *
 * <p>Reads that go on where earlier ones ended, roughly, make a <em>stream</em>; a few streams are
 * followed at once. From the third read on, the leaves that follow are decoded by the workers, a
 * window of them; a request of several leaves has its own decoded so at once. A stream that is not
 * continued loses its place to others, and what was not decoded for it by then is not.
 *
 * <p>Threads: any number.
 */
final class ReadAhead {

    private static final int MOST_STREAMS = 8;
    private static final int SURE_HITS = 2;

    /** So many other reads longer, a stream that is sure keeps its place. */
    private static final int PATIENCE = 64;

    private static final long LEAST_SLACK = 64 << 10;
    private static final long MOST_SLACK = 8 << 20;
    private static final long MOST_WINDOW = 8 << 20;

    private final StoredDiskSource disk;
    private final Workers workers;
    private final BooleanSupplier ended;
    private final long window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Stream[] streams = new Stream[MOST_STREAMS];
    private long reads;

    /**
     * Read-ahead of one disk.
     *
     * @param ended whether nothing more is read of it
     * @param cacheBytes the size of the cache: the windows of all streams together take less than
     *     the part of it that is for reading ahead
     */
    ReadAhead(StoredDiskSource disk, Workers workers, long cacheBytes, BooleanSupplier ended) {
        this.ended = ended;
        this.disk = disk;
        this.workers = workers;
        this.window = Math.clamp(cacheBytes / (8 * MOST_STREAMS), Geometry.LEAF_BYTES, MOST_WINDOW);
        Arrays.setAll(streams, _ -> new Stream(Long.MIN_VALUE / 2, 0));
    }

    /** Reads that follow each other, or a long one. */
    static final class Stream {
        private long end;
        private int hits;
        private long lastRead;
        private long aheadTo;
        private volatile long position;
        private volatile boolean abandoned;

        private Stream(long end, long lastRead) {
            this.end = end;
            this.lastRead = lastRead;
        }

        /** Whether a leaf that ends there is still to be read. */
        boolean isWanted(long leafEnd) {
            return !abandoned && leafEnd > position;
        }

        /** Nothing more is read of this. */
        void end() {
            abandoned = true;
        }
    }

    /** A request is about to be read: what follows it is fetched, if that is likely to be read. */
    void reading(long start, long end) {
        Stream stream;
        long first;
        long last;
        if (!lock.tryLock()) {
            return; // what this read would tell is told by others just as well
        }
        try {
            stream = continued(start, end);
            stream.position = start;
            first = Math.max(stream.aheadTo, end);
            last = Math.min(disk.size(), end + window);
            // a leaf at a time, however small the reads
            if (stream.hits < SURE_HITS || first >= last) {
                return;
            }
            stream.aheadTo = leafEnd(last);
        } finally {
            lock.unlock();
        }
        submit(first, last, stream);
    }

    /** A request for several leaves, whose later ones can be fetched while it is read. */
    Stream begin(long start) {
        Stream request = new Stream(start, 0);
        request.aheadTo = leafEnd(start + 1);
        return request;
    }

    /** A long request is about to be read from {@code at} on; for the thread that reads it. */
    void reading(Stream request, long at, long end) {
        request.position = at;
        long first = Math.max(request.aheadTo, leafEnd(at + 1));
        long last = Math.min(end, at + window);
        if (first < last) {
            request.aheadTo = leafEnd(last);
            submit(first, last, request);
        }
    }

    private static long leafEnd(long end) {
        return (end + Geometry.LEAF_BYTES - 1) / Geometry.LEAF_BYTES * Geometry.LEAF_BYTES;
    }

    /** The stream that a request continues, or a new one in place of the least useful. */
    private Stream continued(long start, long end) {
        long now = ++reads;
        Stream found = find(start, Math.clamp(16 * (end - start), LEAST_SLACK, MOST_SLACK));
        if (found == null) {
            found = new Stream(end, now);
            int victim = victim();
            streams[victim].end();
            streams[victim] = found;
        } else {
            found.hits++;
            found.lastRead = now;
            found.end = Math.max(found.end, end);
        }
        return found;
    }

    private @Nullable Stream find(long end, long slack) {
        for (Stream stream : streams) {
            if (Math.abs(stream.end - end) <= slack) {
                return stream;
            }
        }
        return null;
    }

    private int victim() {
        int victim = 0;
        for (int i = 1; i < streams.length; i++) {
            if (use(streams[i]) < use(streams[victim])) {
                victim = i;
            }
        }
        return victim;
    }

    private static long use(Stream stream) {
        return stream.lastRead + (stream.hits >= SURE_HITS ? PATIENCE : 0);
    }

    /** Has the leaves fetched that begin in a range, and the one that it begins in. */
    private void submit(long from, long to, Stream stream) {
        for (long at = from / Geometry.LEAF_BYTES * Geometry.LEAF_BYTES;
                at < to;
                at += Geometry.LEAF_BYTES) {
            long leaf = at / Geometry.LEAF_BYTES;
            long leafEnd = at + Geometry.LEAF_BYTES;
            BooleanSupplier wanted = () -> !ended.getAsBoolean() && stream.isWanted(leafEnd);
            workers.offer(() -> fetch(leaf, wanted));
        }
    }

    private void fetch(long leaf, BooleanSupplier wanted) {
        try {
            if (wanted.getAsBoolean()) {
                disk.ahead(leaf, wanted);
            }
        } catch (IOException e) {
            // whoever reads it is told
        }
    }
}
