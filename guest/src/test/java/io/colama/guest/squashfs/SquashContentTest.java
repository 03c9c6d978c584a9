package io.colama.guest.squashfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.guest.file.FileNode;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/** The content of a file of compressed blocks, stored blocks, holes and a tail. */
class SquashContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws IOException, InterruptedException {
        ForeignTool tool = ForeignTool.require("mksquashfs");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        byte[] expected = SampleBytes.of(random, 900_001);
        Files.write(tree.resolve("file"), expected);
        Files.write(tree.resolve("other"), SampleBytes.of(random, 3_000));
        Path image = directory.resolve("image");
        tool.run(tree, image, "-quiet", "-no-progress", "-b", "8192", "-always-use-fragments");
        BlockSource volume = BlockSources.of(Files.readAllBytes(image));
        FileNode file = SquashFileSystem.open(volume).root().child("file").orElseThrow();
        return Sample.of(BlockSources.view(file.content()), expected);
    }
}
