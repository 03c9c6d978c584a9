package io.colama.block;

import java.util.Arrays;
import java.util.random.RandomGenerator;

class SliceSourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        MappedSource whole = new MappedSource(random, 200_001);
        return Sample.of(
                BlockSources.slice(whole, 777, 150_111),
                Arrays.copyOfRange(whole.content(), 777, 777 + 150_111));
    }
}
