package io.colama.disk.vhdx;

import io.colama.block.BlockSourceContract;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.OwnedContent;
import io.colama.disk.Written;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

class VhdxContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        Path image = directory.resolve("image" + System.nanoTime());
        byte[] bytes = SampleBytes.of(random, 5_000_192);
        Written.to(image, DiskFormat.VHDX, bytes, WriteOptions.defaults(), random);
        return Sample.of(OwnedContent.of(DiskImages.open(image, OpenOptions.defaults())), bytes);
    }
}
