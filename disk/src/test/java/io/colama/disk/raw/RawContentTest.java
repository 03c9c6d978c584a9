package io.colama.disk.raw;

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

class RawContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        Path image = directory.resolve("image" + System.nanoTime());
        byte[] bytes = SampleBytes.of(random, 700_001);
        Written.to(image, DiskFormat.RAW, bytes, WriteOptions.defaults(), random);
        OpenOptions raw = OpenOptions.defaults().withFormat(DiskFormat.RAW);
        return Sample.of(OwnedContent.of(DiskImages.open(image, raw)), bytes);
    }
}
