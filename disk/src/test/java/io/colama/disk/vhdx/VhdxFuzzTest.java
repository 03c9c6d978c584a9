package io.colama.disk.vhdx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.SampleBytes;
import io.colama.disk.HostileDisk;
import io.colama.disk.Written;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the VHDX reader. A regression test on a sound image by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class VhdxFuzzTest {

    static Stream<byte[]> seeds() throws IOException {
        Path directory = Files.createTempDirectory("seeds");
        RandomGenerator random = Seed.of(5).random();
        byte[] content = SampleBytes.of(random, 100_352);
        Path image = directory.resolve("seed");
        Written.to(image, DiskFormat.VHDX, content, WriteOptions.defaults(), random);
        byte[] bytes = Files.readAllBytes(image);
        Files.delete(image);
        Files.delete(directory);
        return Stream.of(bytes);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] image) {
        HostileDisk.read(image, DiskFormat.VHDX);
    }
}
