package io.colama.guest.iso;

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

/** The content of a file of two parts. */
class IsoContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws IOException, InterruptedException {
        ForeignTool tool = ForeignTool.require("xorrisofs");
        byte[] expected = SampleBytes.of(random, 500_001);
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.write(tree.resolve("file"), expected);
        Path image = directory.resolve("image.iso");
        tool.run("-quiet", "-R", "-o", image, tree);
        byte[] bytes = IsoParts.split(Files.readAllBytes(image), 2048 * 100);
        FileNode file = IsoFileSystem.open(BlockSources.of(bytes)).root().child("file").get();
        return Sample.of(BlockSources.view(file.content()), expected);
    }
}
