package io.colama.block;

import java.util.List;
import java.util.random.RandomGenerator;

class FaultySourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        MappedSource inner = new MappedSource(random, 100_001);
        return Sample.of(BlockSources.faulty(inner, List.of()), inner.content());
    }
}
