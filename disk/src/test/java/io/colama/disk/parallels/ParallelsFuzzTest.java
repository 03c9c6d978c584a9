package io.colama.disk.parallels;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.SampleBytes;
import io.colama.disk.HostileDisk;
import io.colama.disk.image.DiskFormat;
import io.colama.testkit.Seed;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the Parallels reader. A regression test on sound images by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class ParallelsFuzzTest {

    static Stream<byte[]> seeds() {
        RandomGenerator random = Seed.of(5).random();
        byte[] content = SampleBytes.of(random, 100_352);
        return Stream.of(
                ParallelsBytes.of(content, random), ParallelsBytes.of(content, random, 63, true));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] image) {
        HostileDisk.read(image, DiskFormat.PARALLELS);
    }
}
