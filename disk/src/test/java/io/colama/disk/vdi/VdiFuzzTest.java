package io.colama.disk.vdi;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.disk.HostileDisk;
import io.colama.disk.image.DiskFormat;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the VDI reader. A regression test on a sound image by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class VdiFuzzTest {

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(HostileDisk.seed(DiskFormat.VDI));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] image) {
        HostileDisk.read(image, DiskFormat.VDI);
    }
}
