package io.colama.block;

import java.util.random.RandomGenerator;

class ViewSourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        MappedSource inner = new MappedSource(random, 100_001);
        return Sample.of(BlockSources.view(inner), inner.content());
    }
}
