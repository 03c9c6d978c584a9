package io.colama.cli;

import io.colama.operations.Task;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Redraws one line of the terminal while the work goes on, at most ten times a second, and clears
 * it at the end. Work that ends within half a second draws nothing.
 */
final class ProgressBar implements Task, AutoCloseable {

    private static final long FIRST_NANOS = 500_000_000;
    private static final long EVERY_NANOS = 100_000_000;
    private static final double SMOOTHING = 0.2;

    private final PrintWriter err;
    private final BooleanSupplier cancelled;
    private final LongAdder done = new LongAdder();
    private final AtomicLong next = new AtomicLong();
    private volatile String what = "";
    private volatile long total;
    private volatile long begun;
    // the rest belongs to whoever draws, see draw
    private int width;
    private long lastNanos;
    private long lastDone;
    private double rate;

    ProgressBar(PrintWriter err, BooleanSupplier cancelled) {
        this.err = err;
        this.cancelled = cancelled;
    }

    @Override
    public synchronized void begin(String what, long totalBytes) {
        this.what = what;
        total = totalBytes;
        begun = System.nanoTime();
        done.reset();
        lastNanos = begun;
        lastDone = 0;
        rate = 0;
        next.set(begun + FIRST_NANOS);
    }

    @Override
    public void advance(long bytes) {
        done.add(bytes);
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + EVERY_NANOS)) {
            draw(now);
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    private synchronized void draw(long now) {
        long bytes = done.sum();
        double passed = Math.max(1e-3, (now - lastNanos) / 1e9);
        double current = (bytes - lastDone) / passed;
        rate = rate == 0 ? current : rate + SMOOTHING * (current - rate);
        lastNanos = now;
        lastDone = bytes;
        String line = ProgressLine.of(what, bytes, total, (now - begun) / 1e9, rate);
        err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        err.flush();
        width = line.length();
    }

    /** Clears the line. */
    @Override
    public synchronized void close() {
        next.set(Long.MAX_VALUE / 2 + System.nanoTime());
        if (width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            width = 0;
        }
    }
}
