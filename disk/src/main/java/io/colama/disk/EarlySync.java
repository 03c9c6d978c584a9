package io.colama.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Syncs a file on a thread of its own while it is still being written, so that the sync at the end
 * finds little left to do. A system left to itself keeps gigabytes in memory until somebody asks.
 *
 * <p>Threads: used by one. A failure of the early sync is thrown by {@link #finish}: it must not be
 * lost, because the system reports a failed write once.
 */
final class EarlySync implements Closeable {

    /** So many bytes are written between two syncs. */
    private static final long STEP_BYTES = 48L << 20;

    private final FileChannel channel;
    private final Object monitor = new Object();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("colama-sync").unstarted(this::run);
    private long written;
    private boolean due;
    private boolean ended;
    private @Nullable IOException failure;

    EarlySync(FileChannel channel) {
        this.channel = channel;
    }

    /** Counts bytes that were written. */
    void wrote(long bytes) {
        written += bytes;
        if (written >= STEP_BYTES) {
            written = 0;
            synchronized (monitor) {
                due = true;
                monitor.notifyAll();
            }
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
        }
    }

    private void run() {
        try {
            while (awaitWork()) {
                channel.force(false);
            }
        } catch (IOException e) {
            synchronized (monitor) {
                failure = e;
            }
        }
    }

    private boolean awaitWork() {
        synchronized (monitor) {
            while (!due && !ended) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    return false; // nobody interrupts this thread; the sync at the end does the
                    // rest
                }
            }
            due = false;
            return !ended;
        }
    }

    /** Waits for the sync under way, syncs the rest, and throws whatever failed. */
    void finish() throws IOException {
        close();
        synchronized (monitor) {
            if (failure != null) {
                throw failure;
            }
        }
        channel.force(true);
    }

    /** Ends the thread; the channel may be closed afterwards. */
    @Override
    public void close() {
        synchronized (monitor) {
            ended = true;
            monitor.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
