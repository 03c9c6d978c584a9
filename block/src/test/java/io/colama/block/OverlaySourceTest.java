package io.colama.block;

import java.util.random.RandomGenerator;

class OverlaySourceTest extends BlockSourceContract {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        MappedSource child = new MappedSource(random, 250_001);
        MappedSource parent = new MappedSource(random, 180_003);
        byte[] expected = child.content().clone();
        for (RunWalk walk = RunWalk.of(child, 0, parent.size()); walk.advance(); ) {
            if (walk.run().kind() == Run.Kind.HOLE) {
                int at = (int) walk.run().offset();
                System.arraycopy(parent.content(), at, expected, at, (int) walk.run().length());
            }
        }
        return Sample.of(BlockSources.overlay(child, parent), expected);
    }
}
