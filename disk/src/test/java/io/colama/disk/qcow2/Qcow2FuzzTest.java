package io.colama.disk.qcow2;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.testkit.Seed;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the qcow2 reader. A regression test on sound images by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class Qcow2FuzzTest {

    static Stream<byte[]> seeds() {
        return HostileImage.seeds(Seed.of(5).random()).stream();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] image) {
        HostileImage.read(image);
    }
}
