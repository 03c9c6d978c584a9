package io.colama.disk.packed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.SampleBytes;
import io.colama.disk.HostileDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of compressed files. A regression test on sound ones by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class PackedFuzzTest {

    static Stream<byte[]> seeds() throws IOException {
        byte[] content = SampleBytes.of(Seed.of(5).random(), 3_000);
        List<byte[]> all = new ArrayList<>();
        for (Packing packing : Packing.values()) {
            all.add(PackedBytes.of(packing, content, 2));
        }
        return all.stream();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] file) {
        for (Packing packing : Packing.values()) {
            HostileDisk.read(file, packing.format());
        }
    }
}
