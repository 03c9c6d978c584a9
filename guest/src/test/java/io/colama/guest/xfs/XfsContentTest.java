package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.LoopMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/** The content of a fragmented file with holes. */
class XfsContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws IOException, InterruptedException {
        Path image = XfsVolumes.make(directory, "-m crc=1");
        byte[] expected;
        try (LoopMount mount = XfsVolumes.mount(image, directory)) {
            Path file = mount.place().resolve("scattered");
            XfsVolumes.scatter(file, 200, 4096);
            expected = Files.readAllBytes(file);
        }
        BlockSource volume = BlockSources.of(Files.readAllBytes(image));
        FileNode file = XfsFileSystem.open(volume).root().child("scattered").orElseThrow();
        return Sample.of(BlockSources.view(file.content()), expected);
    }
}
