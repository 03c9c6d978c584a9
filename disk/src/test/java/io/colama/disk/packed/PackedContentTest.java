package io.colama.disk.packed;

import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OwnedContent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

class PackedContentTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 700_001);
        byte[] packed = PackedBytes.of(Packing.ZSTD, bytes, 3);
        return Sample.of(
                OwnedContent.of(
                        DiskImages.open(
                                BlockSources.of(packed), Path.of("test.zst"), Optional.empty())),
                bytes);
    }
}
