package io.colama.block;

import java.util.random.RandomGenerator;

class ArraySourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 200_001);
        return Sample.of(BlockSources.of(bytes), bytes);
    }
}
