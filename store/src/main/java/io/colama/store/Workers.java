package io.colama.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that hash, compress and decode, one for each processor, each task with the tools of one
 * thread.
 *
 * <p>Nothing is ever interrupted: interrupting a thread inside a {@link
 * java.nio.channels.FileChannel} call would close the channel for everybody.
 */
final class Workers implements AutoCloseable {

    private final int count;
    private final ExecutorService threads;
    private final ToolPool tools;

    /** What one task uses at a time. */
    static final class Tools {
        final VerityTree sha = new VerityTree();
        final SegmentCodec codec;
        final byte[] frame = new byte[Geometry.SEGMENT_BYTES];

        Tools(int level) {
            codec = new SegmentCodec(level);
        }
    }

    /** Tools that are lent to one thread at a time and used again. */
    static final class ToolPool implements AutoCloseable {
        private final ConcurrentLinkedDeque<Tools> idle = new ConcurrentLinkedDeque<>();
        private final int level;

        ToolPool(int level) {
            this.level = level;
        }

        Tools borrow() {
            Tools pooled = idle.pollFirst();
            return pooled == null ? new Tools(level) : pooled;
        }

        void giveBack(Tools tools) {
            idle.addFirst(tools);
        }

        @Override
        public void close() {
            for (Tools tools = idle.pollFirst(); tools != null; tools = idle.pollFirst()) {
                tools.codec.close();
            }
        }
    }

    /** As many as there are processors, and two at least. */
    static Workers ofProcessors() {
        return new Workers(Math.max(2, Runtime.getRuntime().availableProcessors()), Store.LEVEL);
    }

    /** A piece of work. */
    @FunctionalInterface
    interface Task<T> {
        /** Does it. */
        T run(Tools tools) throws IOException;
    }

    /** Workers that compress at {@code level}. */
    Workers(int count, int level) {
        this.count = count;
        this.tools = new ToolPool(level);
        ThreadFactory factory = Thread.ofPlatform().daemon().name("colama-worker-", 0).factory();
        this.threads = Executors.newFixedThreadPool(count, factory);
    }

    int count() {
        return count;
    }

    <T> Future<T> submit(Task<T> task) {
        return threads.submit(() -> {
            Tools own = tools.borrow();
            try {
                return task.run(own);
            } finally {
                tools.giveBack(own);
            }
        });
    }

    /** Has something done that nobody waits for; not once this is being closed. */
    void offer(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            // closed meanwhile: nobody needs it any more
        }
    }

    /** The result of a task, with its exception as it was thrown. */
    static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /**
     * An exception from another thread as one of this thread, with the place where it is noticed.
     */
    static IOException rethrow(@Nullable Throwable cause) {
        if (cause instanceof IOException e) {
            return e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IOException(cause);
    }

    /** Waits for the tasks that run, then lets go of the native memory. */
    @Override
    public void close() {
        threads.shutdown();
        boolean ended = false;
        boolean interrupted = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        tools.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
