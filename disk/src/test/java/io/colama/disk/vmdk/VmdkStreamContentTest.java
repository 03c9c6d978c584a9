package io.colama.disk.vmdk;

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

class VmdkStreamContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        Path image = directory.resolve("image" + System.nanoTime());
        byte[] bytes = SampleBytes.of(random, 1_000_448);
        WriteOptions compressed = WriteOptions.defaults().withCompress(true).withThreads(2);
        Written.to(image, DiskFormat.VMDK, bytes, compressed, random);
        return Sample.of(OwnedContent.of(DiskImages.open(image, OpenOptions.defaults())), bytes);
    }
}
