package io.colama.disk.vmdk;

import io.colama.block.BlockSourceContract;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.OwnedContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

class VmdkEsxContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 1_000_448);
        Path image = directory.resolve("image" + System.nanoTime());
        Files.write(image, HandMade.esx(bytes, 1, random));
        return Sample.of(OwnedContent.of(DiskImages.open(image, OpenOptions.defaults())), bytes);
    }
}
