package io.colama.disk.vhd;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.disk.HostileDisk;
import io.colama.disk.image.DiskFormat;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the VHD reader. A regression test on a sound image by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class VhdFuzzTest {

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(HostileDisk.seed(DiskFormat.VHD));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] image) {
        HostileDisk.read(image, DiskFormat.VHD);
    }
}
