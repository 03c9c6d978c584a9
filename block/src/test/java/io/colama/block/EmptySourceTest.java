package io.colama.block;

import java.util.random.RandomGenerator;

class EmptySourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        return Sample.of(BlockSources.of(new byte[0]), new byte[0]);
    }
}
