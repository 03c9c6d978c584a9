package io.colama.guest.xfs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.guest.file.HostileVolume;
import io.colama.guest.file.VolumeMutants;
import io.colama.testkit.Seed;
import io.colama.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The XFS reader on bytes that are almost or not at all a volume. {@code JAZZER_FUZZ=1} makes it
 * fuzz.
 */
class XfsFuzzTest {

    private static final int MUTANTS = 300;

    @TempDir private Path directory;

    @Test
    @Timeout(60)
    void everyMutantOfAPrototypeReadsOrSaysWhyNot() throws IOException, InterruptedException {
        byte[] volume = Files.readAllBytes(XfsVolumes.prototype(directory, "-m crc=0", 300));
        VolumeMutants.check(volume, XfsFileSystem::open, Seed.of(4_712), MUTANTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-i nrext64=1", "-b size=1k"})
    @Timeout(60)
    void everyMutantReadsOrSaysWhyNot(String options) throws IOException, InterruptedException {
        byte[] volume = XfsVolumes.withoutStamps(XfsVolumes.small(directory, options));
        VolumeMutants.check(volume, XfsFileSystem::open, Seed.of(4_713), MUTANTS);
    }

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(
                TemporaryDirectory.bytes(directory ->
                        Files.readAllBytes(XfsVolumes.prototype(directory, "-m crc=0", 300))));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] volume) throws IOException {
        HostileVolume.read(BlockSources.of(volume), XfsFileSystem::open);
    }
}
