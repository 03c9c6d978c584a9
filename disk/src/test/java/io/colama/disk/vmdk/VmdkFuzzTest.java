package io.colama.disk.vmdk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.testkit.Seed;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the VMDK reader. A regression test on sound images by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class VmdkFuzzTest {

    static Stream<byte[]> seeds() {
        return HostileVmdk.seeds(Seed.of(6).random()).stream();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] image) {
        HostileVmdk.read(image);
    }
}
