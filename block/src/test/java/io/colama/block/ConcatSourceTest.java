package io.colama.block;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

class ConcatSourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<BlockSource> parts = new ArrayList<>();
        for (int size : new int[] {0, 1, 70_000, 0, 513, 99_999, 0}) {
            MappedSource part = new MappedSource(random, size);
            parts.add(part);
            expected.writeBytes(part.content());
        }
        return Sample.of(BlockSources.concat(parts), expected.toByteArray());
    }
}
