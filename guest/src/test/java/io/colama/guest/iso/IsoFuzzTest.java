package io.colama.guest.iso;

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
 * The ISO 9660 reader on bytes that are almost or not at all a disc. {@code JAZZER_FUZZ=1} makes it
 * fuzz.
 */
class IsoFuzzTest {

    private static final int MUTANTS = 400;

    private static byte[] volume(Path directory, String option)
            throws IOException, InterruptedException {
        ForeignTool tool = ForeignTool.require("xorrisofs");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createDirectory(tree.resolve("directory"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(tree.resolve("directory").resolve("SMALL" + i), "x".repeat(i % 3));
        }
        Files.createSymbolicLink(tree.resolve("link"), Path.of("t/".repeat(200) + "t"));
        Files.createFile(tree.resolve("n".repeat(60)));
        Path image = directory.resolve("image.iso");
        List<Object> arguments = new ArrayList<>(List.of("-quiet", "-no-pad"));
        Collections.addAll(arguments, (Object[]) option.split(" "));
        Collections.addAll(arguments, "-o", image, tree);
        tool.run(arguments.toArray());
        return Files.readAllBytes(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-R", "-J --norock", "--norock"})
    @Timeout(60)
    void everyMutantReadsOrSaysWhyNot(String option, @TempDir Path directory)
            throws IOException, InterruptedException {
        VolumeMutants.check(
                volume(directory, option), IsoFileSystem::open, Seed.of(4_715), MUTANTS);
    }

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(TemporaryDirectory.bytes(directory -> volume(directory, "-R")));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] volume) throws IOException {
        HostileVolume.read(BlockSources.of(volume), IsoFileSystem::open);
    }
}
