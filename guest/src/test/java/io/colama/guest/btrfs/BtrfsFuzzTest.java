package io.colama.guest.btrfs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.HostileVolume;
import io.colama.guest.file.VolumeMutants;
import io.colama.testkit.Seed;
import io.colama.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The btrfs reader on bytes that are almost or not at all a volume, with checksums that are right.
 * {@code JAZZER_FUZZ=1} makes it fuzz.
 */
class BtrfsFuzzTest {

    private static final int MUTANTS = 150;

    @TempDir private Path directory;

    @Test
    @Timeout(60)
    void everyMutantReadsOrSaysWhyNot() throws IOException, InterruptedException {
        byte[] volume = Files.readAllBytes(BtrfsVolumes.small(directory));
        VolumeMutants.check(volume, BtrfsFuzzTest::open, Seed.of(4_721), MUTANTS);
    }

    @Test
    @Timeout(60)
    void everyMutantWithCompressedFilesReadsOrSaysWhyNot()
            throws IOException, InterruptedException {
        byte[] volume = Files.readAllBytes(BtrfsVolumes.smallCompressed(directory, "lzo"));
        VolumeMutants.check(volume, BtrfsFuzzTest::open, Seed.of(4_722), MUTANTS);
    }

    private static GuestFileSystem open(BlockSource mutant) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) mutant.size());
        mutant.read(0, bytes);
        BtrfsFileSystem opened =
                BtrfsFileSystem.open(BlockSources.of(BtrfsVolumes.sealed(bytes.array())));
        opened.subvolumes();
        return opened;
    }

    static Stream<byte[]> seeds() throws IOException, InterruptedException {
        return Stream.of(
                TemporaryDirectory.bytes(
                        directory -> Files.readAllBytes(BtrfsVolumes.small(directory))));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] volume) throws IOException {
        HostileVolume.read(BlockSources.of(volume), BtrfsFuzzTest::open);
    }
}
