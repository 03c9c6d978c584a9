package io.colama.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a segment of 256 KiB is compressed and decoded again at a small part of the cost of moving
 * it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SegmentBenchmark {

    private static final int SEGMENT = 256 * 1024;

    @Param({"1", "3"})
    public int level;

    private byte[] segment;
    private byte[] frame;
    private byte[] room;
    private ZstdCompressCtx compressor;
    private ZstdDecompressCtx decompressor;

    @Setup
    public void prepare() throws IOException {
        segment = Sample.bytes(SEGMENT);
        compressor = new ZstdCompressCtx().setLevel(level);
        decompressor = new ZstdDecompressCtx();
        frame = compressor.compress(segment);
        room = new byte[SEGMENT * 2];
        System.out.printf("%n# level %d: %d of %d bytes%n", level, frame.length, SEGMENT);
    }

    @TearDown
    public void release() {
        compressor.close();
        decompressor.close();
    }

    @Benchmark
    public int compress() {
        return compressor.compressByteArray(room, 0, room.length, segment, 0, segment.length);
    }

    @Benchmark
    public int decompress() {
        return decompressor.decompressByteArray(room, 0, SEGMENT, frame, 0, frame.length);
    }
}
