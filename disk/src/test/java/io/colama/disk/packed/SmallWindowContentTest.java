package io.colama.disk.packed;

import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import java.util.random.RandomGenerator;

/** The contract over a window that is smaller than the content, so that decoding starts again. */
class SmallWindowContentTest extends BlockSourceContract {

    private static final int SIZE = 150_001;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, SIZE);
        byte[] packed = PackedBytes.of(Packing.GZIP, bytes, 2);
        return Sample.of(
                new PackedContent(Packing.GZIP, BlockSources.of(packed), "test.gz", SIZE, 4096, 3),
                bytes);
    }
}
