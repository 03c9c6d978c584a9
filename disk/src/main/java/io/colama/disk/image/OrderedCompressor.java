package io.colama.disk.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Compresses units of one size on several threads and hands them out in the order in which they
 * came, so that the result does not depend on the number of threads.
 *
 * <p>One thread submits and receives. Memory: a unit, and room for its compressed form, for four
 * jobs a thread.
 */
public final class OrderedCompressor implements Closeable {

    private static final int JOBS_A_THREAD = 4;

    private final int unitBytes;
    private final int compressedBytes;
    private final Output output;
    private final ExecutorService workers;
    private final List<UnitEncoder> encoders = new ArrayList<>();
    private final BlockingQueue<UnitEncoder> free;
    private final Deque<Job> running = new ArrayDeque<>();
    private final Deque<Job> idle = new ArrayDeque<>();
    private final int most;

    /**
     * Starts the threads.
     *
     * @param encoder makes an encoder for each of them
     */
    public OrderedCompressor(
            int threads, int unitBytes, Supplier<? extends UnitEncoder> encoder, Output output) {
        this.unitBytes = unitBytes;
        this.output = output;
        this.most = threads * JOBS_A_THREAD;
        for (int i = 0; i < threads; i++) {
            encoders.add(encoder.get());
        }
        this.free = new ArrayBlockingQueue<>(threads, false, encoders);
        this.compressedBytes = encoders.getFirst().bound(unitBytes);
        this.workers =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("compress-", 0).factory());
    }

    /** Receives units in order. */
    @FunctionalInterface
    public interface Output {

        /** A unit, as it was and compressed, which may be longer. */
        void accept(long unit, ByteBuffer plain, ByteBuffer compressed) throws IOException;
    }

    /** A unit on its way. */
    private static final class Job {
        private final byte[] plain;
        private final byte[] compressed;
        private long unit;
        private Future<Integer> length = CompletableFuture.completedFuture(0);

        Job(int plainBytes, int compressedBytes) {
            this.plain = new byte[plainBytes];
            this.compressed = new byte[compressedBytes];
        }
    }

    /** Takes the bytes of a whole unit; hands out earlier ones when too many are on their way. */
    public void submit(long unit, ByteBuffer plain) throws IOException {
        if (running.size() >= most) {
            handOut();
        }
        Job job = idle.isEmpty() ? new Job(unitBytes, compressedBytes) : idle.pop();
        job.unit = unit;
        plain.get(job.plain);
        job.length = workers.submit(() -> compress(job));
        running.add(job);
    }

    private int compress(Job job) throws InterruptedException {
        UnitEncoder encoder = free.take();
        try {
            return encoder.encode(job.plain, job.compressed);
        } finally {
            free.add(encoder);
        }
    }

    /** Hands out everything that is on its way. */
    public void drain() throws IOException {
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
            throw new IOException("a piece could not be compressed", failure.getCause());
        }
        output.accept(
                job.unit, ByteBuffer.wrap(job.plain), ByteBuffer.wrap(job.compressed, 0, length));
        idle.push(job);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        workers.close();
        encoders.forEach(UnitEncoder::close);
        encoders.clear();
    }
}
