package io.colama.bench;

import io.colama.block.BlockSources;
import io.colama.store.Hash;
import io.colama.store.LiveDisk;
import io.colama.store.LiveReading;
import io.colama.store.MemoryBackend;
import io.colama.store.Progress;
import io.colama.store.Store;
import io.colama.store.StoreWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Claim: a guest's read of 4 KiB that was decoded already takes at most a few microseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LiveReadBenchmark {

    private static final int SIZE = 16 << 20;
    private static final int BLOCK = 4096;

    private Store store;
    private LiveReading live;
    private LiveDisk disk;

    /** What each thread reads into, and where. */
    @State(Scope.Thread)
    public static class Reader {
        private final ByteBuffer target = ByteBuffer.allocateDirect(BLOCK);
        private final SplittableRandom random =
                new SplittableRandom(Thread.currentThread().threadId());
    }

    @Setup
    public void prepare() throws IOException {
        store = Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH);
        Hash id;
        try (StoreWriter writer = store.writer()) {
            id = writer.addDisk(BlockSources.of(Sample.bytes(SIZE)), Progress.NONE).disk().id();
            writer.publish();
        }
        live = store.live(4L * SIZE);
        disk = live.open(id);
        disk.read(0, ByteBuffer.allocate(SIZE));
    }

    @TearDown
    public void release() throws IOException {
        live.close();
        store.close();
    }

    @Benchmark
    public ByteBuffer block(Reader reader) throws IOException {
        disk.read((long) reader.random.nextInt(SIZE / BLOCK) * BLOCK, reader.target.clear());
        return reader.target;
    }
}
