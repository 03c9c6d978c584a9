package io.colama.disk.qcow2;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compresses clusters on several threads and hands them out in the order in which they came, so
 * that the result does not depend on the number of threads.
 *
 * <p>One thread submits and receives. Memory: a cluster, and room for its compressed form, for four
 * jobs a thread.
 */
final class ClusterCompressor implements Closeable {

    private static final int JOBS_A_THREAD = 4;

    private final Output output;
    private final ExecutorService workers;
    private final BlockingQueue<ZstdCompressCtx> contexts;
    private final Deque<Job> running = new ArrayDeque<>();
    private final Deque<Job> idle = new ArrayDeque<>();
    private final int threads;
    private final int most;

    ClusterCompressor(int threads, int level, Output output) {
        this.output = output;
        this.threads = threads;
        this.most = threads * JOBS_A_THREAD;
        this.contexts = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            contexts.add(new ZstdCompressCtx().setLevel(level));
        }
        this.workers =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("qcow2-compress-", 0).factory());
    }

    /** Receives clusters in order. */
    interface Output {

        /** A cluster: {@code compressed} where that is smaller, else {@code plain}. */
        void accept(long cluster, ByteBuffer plain, ByteBuffer compressed) throws IOException;
    }

    /** A cluster on its way. */
    private static final class Job {
        private final byte[] plain = new byte[HostFile.CLUSTER];
        private final byte[] compressed = new byte[(int) Zstd.compressBound(HostFile.CLUSTER)];
        private long cluster;
        private Future<Integer> length = java.util.concurrent.CompletableFuture.completedFuture(0);
    }

    /**
     * Takes the bytes of a whole cluster; hands out earlier ones when too many are on their way.
     */
    void submit(long cluster, ByteBuffer plain) throws IOException {
        if (running.size() >= most) {
            handOut();
        }
        Job job = idle.isEmpty() ? new Job() : idle.pop();
        job.cluster = cluster;
        plain.get(job.plain);
        job.length = workers.submit(() -> compress(job));
        running.add(job);
    }

    private int compress(Job job) throws InterruptedException {
        ZstdCompressCtx context = contexts.take();
        try {
            return context.compressByteArray(
                    job.compressed, 0, job.compressed.length, job.plain, 0, job.plain.length);
        } finally {
            contexts.add(context);
        }
    }

    /** Hands out everything that is on its way. */
    void drain() throws IOException {
        while (!running.isEmpty()) {
            handOut();
        }
    }

    private void handOut() throws IOException {
        Job job = running.remove();
        int length;
        try {
            length = job.length.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compressing", interrupted);
        } catch (ExecutionException failure) {
            throw new IOException("a cluster could not be compressed", failure.getCause());
        }
        output.accept(
                job.cluster,
                ByteBuffer.wrap(job.plain),
                ByteBuffer.wrap(job.compressed, 0, length));
        idle.push(job);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        workers.close();
        for (int i = 0; i < threads; i++) {
            ZstdCompressCtx context = contexts.poll();
            if (context != null) {
                context.close();
            }
        }
    }
}
