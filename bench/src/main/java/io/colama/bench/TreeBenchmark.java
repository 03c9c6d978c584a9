package io.colama.bench;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.store.Hash;
import io.colama.store.MemoryBackend;
import io.colama.store.Progress;
import io.colama.store.Store;
import io.colama.store.StoreWriter;
import java.io.IOException;
import java.time.Instant;
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

/**
 * Claim: building the tree of a disk that is known costs little more than hashing its blocks, on
 * all processors. The score is in disks of 16 MiB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TreeBenchmark {

    private static final int SIZE = 16 << 20;

    private BlockSource disk;
    private Store store;

    @Setup
    public void prepare() throws IOException {
        disk = BlockSources.of(Sample.bytes(SIZE));
        store = Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH);
        known();
    }

    @TearDown
    public void release() throws IOException {
        store.close();
    }

    @Benchmark
    public Hash known() throws IOException {
        try (StoreWriter writer = store.writer()) {
            Hash id = writer.addDisk(disk, Progress.NONE).disk().id();
            writer.publish();
            return id;
        }
    }
}
