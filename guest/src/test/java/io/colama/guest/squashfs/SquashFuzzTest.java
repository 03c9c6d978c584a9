package io.colama.guest.squashfs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.guest.file.HostileVolume;
import io.colama.guest.file.VolumeMutants;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import io.colama.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The squashfs reader on bytes that are almost or not at all a volume. {@code JAZZER_FUZZ=1} makes
 * it fuzz.
 */
class SquashFuzzTest {

    private static final Seed SEED = Seed.of(4_714);
    private static final int MUTANTS = 300;

    private static byte[] volume(Path directory, String compression)
            throws IOException, InterruptedException {
        ForeignTool tool = ForeignTool.require("mksquashfs");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createDirectory(tree.resolve("directory"));
        for (int i = 0; i < 150; i++) {
            Files.writeString(tree.resolve("directory").resolve("small " + i), "x".repeat(i * 7));
        }
        Files.write(tree.resolve("file"), SampleBytes.of(SEED.random(), 20_000));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("t".repeat(100)));
        ForeignTool.require("setfattr").run("-n", "user.a", "-v", "value", tree.resolve("file"));
        Path image = directory.resolve("image");
        Object uncompressed = compression.equals("none") ? "-noI" : "-no-progress";
        Object name = compression.equals("none") ? "gzip" : compression;
        tool.run(tree, image, "-quiet", "-no-progress", "-b", 4096, "-comp", name, uncompressed);
        return Files.readAllBytes(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "xz", "zstd", "lz4"})
    @Timeout(60)
    void everyMutantReadsOrSaysWhyNot(String compression, @TempDir Path directory)
            throws IOException, InterruptedException {
        VolumeMutants.check(
                volume(directory, compression), SquashFileSystem::open, SEED.part(1), MUTANTS);
    }

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(TemporaryDirectory.bytes(directory -> volume(directory, "none")));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] volume) throws IOException {
        HostileVolume.read(BlockSources.of(volume), SquashFileSystem::open);
    }
}
