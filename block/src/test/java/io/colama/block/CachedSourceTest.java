package io.colama.block;

import java.util.random.RandomGenerator;

class CachedSourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        MappedSource inner = new MappedSource(random, 250_001);
        return Sample.of(BlockSources.cached(inner, 4096, 5), inner.content());
    }
}
