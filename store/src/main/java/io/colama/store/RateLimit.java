package io.colama.store;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Holds work back to a number of bytes a second. Threads: any number. */
final class RateLimit {

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final long start;
    private long bytes;

    RateLimit(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Counts bytes, and waits while they came too fast. */
    void spend(long count) {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        long due;
        synchronized (this) {
            bytes += count;
            due = start + (long) (bytes * 1e9 / bytesPerSecond);
        }
        for (long wait = due - nanoTime.getAsLong(); wait > 0; wait = due - nanoTime.getAsLong()) {
            LockSupport.parkNanos(wait);
        }
    }
}
