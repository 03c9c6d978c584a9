package io.colama.store;

import java.io.Closeable;
import java.io.IOException;

/**
 * What disks that guests run from share: a cache of decoded segments, and a thread for each
 * processor that decodes ahead. Disks that have segments in common have them in the cache once.
 *
 * <p>Memory: the cache is bounded strictly; beside it, two segments for each processor are being
 * decoded, and a disk remembers where the blocks of some of its leaves lie, as a rule less than a
 * hundredth of the cache for each disk.
 *
 * <p>Threads: any number. Close it before the store; disks that it opened cannot be read
 * afterwards.
 */
public final class LiveReading implements Closeable {

    /** The smallest cache: what is read at the time, and what is decoded ahead of it. */
    public static final long LEAST_CACHE_BYTES = 4 << 20;

    private static final int LEAST_MAPS = 64;
    private static final int MOST_MAPS = 1 << 14;

    private final Store store;
    private final SegmentCache cache;
    private final SegmentReader segments;
    private final long cacheBytes;
    private final Workers workers;
    private volatile boolean closed;

    LiveReading(Store store, SegmentReader segments, long cacheBytes, Workers workers) {
        if (cacheBytes < LEAST_CACHE_BYTES) {
            throw new IllegalArgumentException(
                    "a cache of %d bytes, at least %d expected"
                            .formatted(cacheBytes, LEAST_CACHE_BYTES));
        }
        this.store = store;
        this.cache = new SegmentCache(cacheBytes);
        this.segments = segments.with(cache);
        this.cacheBytes = cacheBytes;
        this.workers = workers;
    }

    /**
     * Opens a stored disk.
     *
     * @throws StoreException.Absent when the store does not keep it
     * @throws IOException also when this is closed
     */
    public LiveDisk open(Hash id) throws IOException {
        if (closed) {
            throw new IOException("live reading of the store was ended");
        }
        long leaves = cacheBytes / (Geometry.LEAF_BYTES / 4);
        int maps = Math.toIntExact(Math.clamp(Long.highestOneBit(leaves), LEAST_MAPS, MOST_MAPS));
        StoredDiskSource disk = new StoredDiskSource(store.tree(id), segments, maps);
        return new LiveDisk(this, disk, workers, cacheBytes);
    }

    /** How many bytes of decoded segments are in memory; never more than the cache was given. */
    public long cachedBytes() {
        return cache.bytes();
    }

    boolean isClosed() {
        return closed;
    }

    /** Waits for what is being decoded in the background. */
    @Override
    public void close() {
        closed = true;
        workers.close();
        cache.clear();
    }
}
