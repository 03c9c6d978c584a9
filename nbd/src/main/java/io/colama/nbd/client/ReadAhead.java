package io.colama.nbd.client;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A source that fetches what comes next while its reader works on what came before. For readers
 * that go forward, one read after the other; others gain nothing and lose nothing but memory.
 *
 * <p>What is fetched are whole windows that hold data, at most {@value #WINDOWS} of {@value
 * #WINDOW_BYTES} bytes, which are given up once a read has passed them. A window that cannot be
 * fetched is read again when it is asked for, so failures are told where they belong.
 *
 * <p>Threads: any number; each fetch has one of its own. Closing closes the source.
 */
final class ReadAhead implements BlockSource {

    private static final int WINDOW_BYTES = 1 << 20;
    private static final int WINDOWS = 16;

    /** Zeros are passed over, but not for ever: a reader may not come that far. */
    private static final int MOST_RUNS = 64;

    private final BlockSource source;
    private final TreeMap<Long, CompletableFuture<ByteBuffer>> windows = new TreeMap<>();
    private long expected;
    private long planned;

    ReadAhead(BlockSource source) {
        this.source = source;
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public Run runAt(long offset) throws IOException {
        return source.runAt(offset);
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        long end = offset + target.remaining();
        plan(offset, end);
        int limit = target.limit();
        for (long at = offset; at < end; ) {
            long number = at / WINDOW_BYTES;
            int now = (int) Math.min(end - at, WINDOW_BYTES - at % WINDOW_BYTES);
            Optional<ByteBuffer> window = fetched(number);
            if (window.isPresent()) {
                target.put(window.get().slice((int) (at % WINDOW_BYTES), now));
            } else {
                source.read(at, target.limit(target.position() + now));
                target.limit(limit);
            }
            at += now;
        }
    }

    /** What was fetched of a window, when it was planned and has come. */
    private Optional<ByteBuffer> fetched(long number) {
        CompletableFuture<ByteBuffer> window;
        synchronized (windows) {
            window = windows.get(number);
        }
        if (window == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(window.join());
        } catch (CompletionException failed) {
            return Optional.empty();
        }
    }

    /** Begins to fetch what lies ahead, if this read follows the one before it. */
    private void plan(long offset, long end) throws IOException {
        synchronized (windows) {
            boolean forward = offset >= expected && expected > 0;
            expected = end;
            if (!forward) {
                windows.clear();
                planned = 0;
                return;
            }
            windows.headMap(offset / WINDOW_BYTES).clear();
            planned = Math.max(planned, Math.ceilDiv(end, WINDOW_BYTES));
            for (int i = 0; i < MOST_RUNS && windows.size() < WINDOWS; i++) {
                long start = planned * WINDOW_BYTES;
                if (start >= size()) {
                    return;
                }
                Run run = source.runAt(start);
                if (run.isData()) {
                    windows.put(planned, fetch(planned));
                    planned++;
                } else if (run.end() >= start + WINDOW_BYTES) {
                    planned = run.end() / WINDOW_BYTES;
                } else {
                    windows.put(planned, fetch(planned));
                    planned++;
                }
            }
        }
    }

    private CompletableFuture<ByteBuffer> fetch(long number) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return load(number * WINDOW_BYTES);
                    } catch (IOException failure) {
                        throw new CompletionException(failure);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private ByteBuffer load(long start) throws IOException {
        int length = (int) Math.min(WINDOW_BYTES, size() - start);
        ByteBuffer window = ByteBuffer.allocate(length);
        for (RunWalk walk = RunWalk.of(source, start, length); walk.advance(); ) {
            if (walk.run().isData()) {
                int at = (int) (walk.run().offset() - start);
                source.read(walk.run().offset(), window.slice(at, (int) walk.run().length()));
            }
        }
        return window;
    }

    @Override
    public void close() throws IOException {
        synchronized (windows) {
            windows.clear();
        }
        source.close();
    }
}
