package io.colama.block;

import java.util.random.RandomGenerator;

class ZeroSourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        return Sample.of(BlockSources.zero(70_003), new byte[70_003]);
    }
}
