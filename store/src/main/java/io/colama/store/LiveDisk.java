package io.colama.store;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * A stored disk for a guest: read in many small pieces by several threads, with decoded segments
 * kept in the cache of a {@link LiveReading}, and more of them decoded ahead where reads go on
 * where others ended.
 *
 * <p>Threads: any number. Closing stops what is done in the background for this disk; reading
 * afterwards fails with {@link IOException}.
 *
 * <p>Errors: {@link StoreException.Damaged} when a block that is asked for cannot be had.
 */
public final class LiveDisk implements BlockSource {

    /** A long request is read in parts of this size, so that later parts are decoded meanwhile. */
    private static final int PART = 1 << 20;

    private final LiveReading live;
    private final StoredDiskSource disk;
    private final ReadAhead ahead;
    private final Warming warming;
    private volatile boolean closed;

    LiveDisk(LiveReading live, StoredDiskSource disk, Workers workers, long cacheBytes) {
        this.live = live;
        this.disk = disk;
        this.ahead = new ReadAhead(disk, workers, cacheBytes, this::isClosed);
        this.warming = new Warming(disk, workers, cacheBytes / 2, this::isClosed);
    }

    private boolean isClosed() {
        return closed || live.isClosed();
    }

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        checkOpen();
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        long end = offset + target.remaining();
        ahead.reading(offset, end);
        if (end - offset <= Geometry.LEAF_BYTES) {
            disk.read(offset, target);
        } else {
            readLong(offset, end, target);
        }
    }

    private void readLong(long offset, long end, ByteBuffer target) throws IOException {
        int limit = target.limit();
        ReadAhead.Stream request = ahead.begin(offset);
        try {
            for (long at = offset; at < end; ) {
                int length = (int) Math.min(PART, end - at);
                ahead.reading(request, at, end);
                disk.read(at, target.limit(target.position() + length));
                at += length;
            }
        } finally {
            request.end();
            target.limit(limit);
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        checkOpen();
        return disk.runAt(offset);
    }

    /**
     * Whether a read would only copy: everything that it needs is decoded and in the cache, or
     * known to be zero. Quick, and waits for nothing. A hint: what is ready may be pushed out
     * before it is read, which then takes longer.
     *
     * @throws IndexOutOfBoundsException when a byte asked for lies outside {@code 0 .. size()}
     */
    public boolean isReady(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size());
        return !isClosed() && disk.isReady(offset, length);
    }

    /**
     * Has runs decoded in the background, in their order, after those of earlier calls. Returns at
     * once. It ends when half of the cache was filled so since the last call; where very many runs
     * wait, more are left out. Damage is passed over; whoever reads it is told.
     *
     * @throws IndexOutOfBoundsException when a run ends behind the disk
     */
    public void prefetch(List<Run> runs) {
        for (Run run : runs) {
            Objects.checkFromToIndex(run.offset(), run.end(), size());
        }
        if (!isClosed()) {
            warming.add(runs);
        }
    }

    private void checkOpen() throws IOException {
        if (isClosed()) {
            throw new IOException("the disk was closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
