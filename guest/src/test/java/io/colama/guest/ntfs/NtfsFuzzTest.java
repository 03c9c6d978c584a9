package io.colama.guest.ntfs;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.guest.file.HostileVolume;
import io.colama.guest.file.VolumeMutants;
import io.colama.testkit.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the NTFS reader. A regression test on a sound volume by default; {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class NtfsFuzzTest {

    private static final int MUTANTS = 600;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static byte[] volume() throws Exception {
        Path directory = Files.createTempDirectory("seeds");
        Path image = NtfsVolumes.format(directory.resolve("seed"), 2, "-c", 512);
        NtfsVolumes.fill(
                image,
                root -> {
                    Path many = Files.createDirectory(root.resolve("many"));
                    for (int i = 0; i < 60; i++) {
                        Files.createFile(many.resolve("a long name of a file, number " + i));
                    }
                    Path packed = Files.createDirectory(root.resolve("packed"));
                    NtfsVolumes.compress(packed);
                    Files.write(packed.resolve("mixed"), NtfsVolumes.mixed(200_000, 4));
                    NtfsVolumes.leaveHoles(root.resolve("pieces"), NtfsVolumes.random(150_000, 1));
                    Files.writeString(root.resolve("small"), "small");
                    Files.writeString(root.resolve("small:stream"), "stream");
                    Files.createSymbolicLink(root.resolve("link"), Path.of("packed/mixed"));
                });
        byte[] bytes = Files.readAllBytes(image);
        Files.delete(image);
        Files.deleteIfExists(image.resolveSibling("seed.mounted"));
        Files.delete(directory);
        return bytes;
    }

    static Stream<byte[]> seeds() throws Exception {
        return Stream.of(volume());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] volume) throws Exception {
        HostileVolume.read(BlockSources.of(volume), NtfsFileSystem::open);
    }

    @Test
    void readsMutantsOrSaysWhyNot() throws Exception {
        byte[] volume = volume();
        assertTimeoutPreemptively(
                LONGEST,
                () ->
                        VolumeMutants.check(
                                volume, NtfsFileSystem::open, Seed.of(20_261_122), MUTANTS));
    }
}
