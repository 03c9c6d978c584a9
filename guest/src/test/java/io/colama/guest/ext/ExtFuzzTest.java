package io.colama.guest.ext;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.guest.file.HostileVolume;
import io.colama.guest.file.VolumeMutants;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import io.colama.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ext reader on bytes that are almost or not at all a volume. {@code JAZZER_FUZZ=1} makes it
 * fuzz.
 */
class ExtFuzzTest {

    private static final int MUTANTS = 1_500;

    private static byte[] volume(Path directory, String options)
            throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createDirectory(tree.resolve("directory"));
        for (int i = 0; i < 40; i++) {
            Files.writeString(
                    tree.resolve("directory").resolve("a small file " + i), "x".repeat(i * 7));
        }
        Files.write(tree.resolve("file"), new byte[70_000]);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("t".repeat(100)));
        ForeignTool.require("setfattr").run("-n", "user.a", "-v", "value", tree.resolve("file"));
        Path image = directory.resolve("image");
        List<Object> arguments = new ArrayList<>(List.of("-q", "-F", "-b", "1024"));
        Collections.addAll(arguments, (Object[]) options.split(" "));
        Collections.addAll(arguments, "-d", tree, image, "1M");
        ForeignTool.require("mke2fs").run(arguments.toArray());
        return Files.readAllBytes(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-t ext2", "-t ext4 -O ^has_journal", "-t ext4 -O ^has_journal,inline_data"})
    @Timeout(60)
    void everyMutantReadsOrSaysWhyNot(String options, @TempDir Path directory)
            throws IOException, InterruptedException {
        VolumeMutants.check(
                volume(directory, options), ExtFileSystem::open, Seed.of(4_711), MUTANTS);
    }

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(
                TemporaryDirectory.bytes(
                        directory -> volume(directory, "-t ext4 -O ^has_journal")));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] volume) throws IOException {
        HostileVolume.read(BlockSources.of(volume), ExtFileSystem::open);
    }
}
