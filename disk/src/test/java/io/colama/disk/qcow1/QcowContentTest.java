package io.colama.disk.qcow1;

import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OwnedContent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

class QcowContentTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 1_000_448);
        byte[] image = QcowBytes.of(bytes, random, 9 + random.nextInt(8), 6 + random.nextInt(8));
        return Sample.of(
                OwnedContent.of(
                        DiskImages.open(
                                BlockSources.of(image), Path.of("hand-made"), Optional.empty())),
                bytes);
    }
}
