package io.colama.guest.btrfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.LoopMount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The content of a file of which pieces were written anew, so that they lie out of order. */
class BtrfsContentTest {

    private static final int SIZE = 1_500_001;

    @TempDir private Path directory;

    /** As it is. */
    @Nested
    class Plain extends BlockSourceContract {

        @Override
        protected Sample open(RandomGenerator random) throws IOException, InterruptedException {
            return written("nodatasum", random);
        }
    }

    /** Compressed. */
    @Nested
    class Compressed extends BlockSourceContract {

        @Override
        protected Sample open(RandomGenerator random) throws IOException, InterruptedException {
            return written("compress-force=lzo", random);
        }
    }

    private BlockSourceContract.Sample written(String option, RandomGenerator random)
            throws IOException, InterruptedException {
        Path image = BtrfsVolumes.makeOf(directory, 120L << 20);
        byte[] expected;
        try (LoopMount mount = BtrfsVolumes.mount(image, directory, option)) {
            Path file = mount.place().resolve("file");
            try (FileChannel out =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(BtrfsVolumes.compressible(random, SIZE)));
                out.force(true);
                for (int i = 0; i < 60; i++) {
                    byte[] piece = BtrfsVolumes.compressible(random, 1 + random.nextInt(20_000));
                    out.write(ByteBuffer.wrap(piece), random.nextInt(2 * SIZE));
                    out.force(i % 3 == 0);
                }
            }
            expected = Files.readAllBytes(file);
        }
        BlockSource volume = BlockSources.of(Files.readAllBytes(image));
        FileNode file = BtrfsFileSystem.open(volume).root().child("file").orElseThrow();
        return BlockSourceContract.Sample.of(BlockSources.view(file.content()), expected);
    }
}
