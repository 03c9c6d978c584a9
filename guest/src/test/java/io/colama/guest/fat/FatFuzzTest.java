package io.colama.guest.fat;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.guest.file.FuseMount;
import io.colama.guest.file.HostileVolume;
import io.colama.guest.file.VolumeMutants;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import io.colama.testkit.TemporaryDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fuzz targets of the readers of FAT and exFAT. Regression tests on sound volumes by default;
 * {@code JAZZER_FUZZ=1} makes them fuzz.
 */
class FatFuzzTest {

    private static final int MUTANTS = 400;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir Path directory;

    private static Path files(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("Sub Directory/deeper"));
        Files.write(root.resolve("Sub Directory/deeper/a file of some length"), new byte[30_000]);
        for (int i = 0; i < 20; i++) {
            Files.writeString(root.resolve("file number " + i), "number " + i);
        }
        return root;
    }

    private static byte[] fat(Path directory, int bits) throws IOException, InterruptedException {
        Path image = directory.resolve("volume" + bits);
        FatVolumes.format(image, bits == 12 ? 360 : bits == 16 ? 2500 : 34_000, bits, "-s", 1);
        FatVolumes.copy(image, files(Files.createDirectory(directory.resolve("source" + bits))));
        return Files.readAllBytes(image);
    }

    private static byte[] exfat(Path directory) throws IOException, InterruptedException {
        Path image = directory.resolve("exfat");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(4 << 20);
        }
        FatVolumes.run("mkfs.exfat", "-c", 512, image);
        ForeignTool.require("mount.exfat-fuse");
        try (FuseMount mount =
                FuseMount.of(image, directory.resolve("place"), "exfat-fuse", "rw")) {
            files(mount.root());
        }
        return Files.readAllBytes(image);
    }

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(TemporaryDirectory.bytes(directory -> fat(directory, 12)));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsFatOrSaysWhyNot(byte[] volume) throws IOException, InterruptedException {
        HostileVolume.read(BlockSources.of(volume), FatFileSystem::open);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsExfatOrSaysWhyNot(byte[] volume) throws IOException, InterruptedException {
        HostileVolume.read(BlockSources.of(volume), ExfatFileSystem::open);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 16, 32})
    void readsMutantsOfFatOrSaysWhyNot(int bits) throws IOException, InterruptedException {
        check(fat(directory, bits), FatFileSystem::open, bits == 32 ? MUTANTS / 8 : MUTANTS);
    }

    @Test
    void readsMutantsOfExfatOrSaysWhyNot() throws IOException, InterruptedException {
        check(exfat(directory), ExfatFileSystem::open, MUTANTS);
    }

    private static void check(byte[] volume, HostileVolume.Opener opener, int mutants) {
        assertTimeoutPreemptively(
                LONGEST, () -> VolumeMutants.check(volume, opener, Seed.of(20_261_123), mutants));
    }
}
