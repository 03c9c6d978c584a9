package io.colama.disk;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Copies a disk from a source to a sink: some threads read and decode ahead, the caller's thread
 * writes in order. What the source knows to be zero is neither read nor written.
 *
 * <p>Memory: {@value #AHEAD_A_THREAD} pieces of {@value #PIECE} bytes a thread.
 */
public final class DiskCopy {

    private static final int PIECE = 1 << 20;
    private static final int AHEAD_A_THREAD = 4;

    private final BlockSource source;
    private final BlockSink sink;
    private final Watch watch;
    private final Deque<Piece> ahead = new ArrayDeque<>();
    private final Deque<ByteBuffer> idle = new ArrayDeque<>();
    private final int most;
    private long dataBytes;

    private DiskCopy(BlockSource source, BlockSink sink, int threads, Watch watch) {
        this.source = source;
        this.sink = sink;
        this.watch = watch;
        this.most = threads * AHEAD_A_THREAD;
    }

    /** Who watches the copy. Called on the caller's thread. */
    public interface Watch {

        /** So many more bytes of the disk are done. */
        void advance(long bytes);

        /** Throws what should end the copy, if it should end. */
        void check() throws IOException;
    }

    /** A piece that is being read. */
    private record Piece(long offset, ByteBuffer buffer, Future<?> read) {}

    /**
     * Copies all of {@code source}; the sink, of at least its size, is not finished.
     *
     * @param threads how many threads read, at least 1
     * @return how many bytes were read because they were not known to be zero
     */
    public static long copy(BlockSource source, BlockSink sink, int threads, Watch watch)
            throws IOException {
        try (ExecutorService readers =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("colama-read-", 0).factory())) {
            DiskCopy copy = new DiskCopy(source, sink, threads, watch);
            try {
                copy.run(readers);
            } finally {
                copy.ahead.forEach(piece -> piece.read.cancel(false));
            }
            return copy.dataBytes;
        }
    }

    private void run(ExecutorService readers) throws IOException {
        for (RunWalk walk = RunWalk.of(source, 0, source.size()); walk.advance(); ) {
            Run run = walk.run();
            if (!run.isData()) {
                watch.check();
                watch.advance(run.length());
                continue;
            }
            dataBytes += run.length();
            for (long at = run.offset(); at < run.end(); ) {
                watch.check();
                int length = (int) Math.min(run.end() - at, PIECE - at % PIECE);
                submit(readers, at, length);
                at += length;
            }
        }
        while (!ahead.isEmpty()) {
            watch.check();
            write(ahead.removeFirst());
        }
    }

    private void submit(ExecutorService readers, long offset, int length) throws IOException {
        if (ahead.size() >= most) {
            write(ahead.removeFirst());
        }
        ByteBuffer buffer = idle.isEmpty() ? ByteBuffer.allocateDirect(PIECE) : idle.pop();
        buffer.clear().limit(length);
        Future<?> read =
                readers.submit(() -> {
                    source.read(offset, buffer);
                    return null;
                });
        ahead.addLast(new Piece(offset, buffer, read));
    }

    private void write(Piece piece) throws IOException {
        await(piece.read);
        int length = piece.buffer.position();
        sink.write(piece.offset, piece.buffer.flip());
        idle.push(piece.buffer);
        watch.advance(length);
    }

    private static void await(Future<?> read) throws IOException {
        try {
            read.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException told = new InterruptedIOException("interrupted while copying");
            told.initCause(interrupted);
            throw told;
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof IOException e) {
                throw e;
            }
            if (cause instanceof RuntimeException e) {
                throw e;
            }
            if (cause instanceof Error e) {
                throw e;
            }
            throw new IOException(cause);
        }
    }
}
