package io.colama.disk.parallels;

import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OwnedContent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

class ParallelsContentTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 1_000_448);
        int sectors = 1 + random.nextInt(100);
        byte[] image = ParallelsBytes.of(bytes, random, sectors, random.nextBoolean());
        return Sample.of(
                OwnedContent.of(
                        DiskImages.open(
                                BlockSources.of(image), Path.of("hand-made"), Optional.empty())),
                bytes);
    }
}
