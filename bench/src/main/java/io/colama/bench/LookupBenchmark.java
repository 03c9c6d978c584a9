package io.colama.bench;

import io.colama.store.Hash;
import io.colama.store.MemoryBackend;
import io.colama.store.Store;
import io.colama.store.StoreWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * Claim: an object is found through the index, read and checked within some microseconds. One
 * hundred thousand objects in several index files, asked for in no order.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LookupBenchmark {

    private static final int OBJECTS = 100_000;
    private static final int CHECK_INS = 5;

    private final Hash[] keys = new Hash[OBJECTS];
    private Store store;
    private int next;

    @Setup
    public void prepare() throws IOException {
        store = Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH);
        for (int i = 0; i < CHECK_INS; i++) {
            try (StoreWriter writer = store.writer()) {
                for (int n = i; n < OBJECTS; n += CHECK_INS) {
                    keys[n] = writer.addBlob(ByteBuffer.allocate(64).putInt(n).array());
                }
                writer.publish();
            }
        }
    }

    @TearDown
    public void release() throws IOException {
        store.close();
    }

    @Benchmark
    public byte[] find() throws IOException {
        next = (next + 61_803) % OBJECTS;
        return store.blob(keys[next]);
    }
}
