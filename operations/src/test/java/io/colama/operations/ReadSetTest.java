package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.Run;
import io.colama.testkit.Seed;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** A read set is the set of its blocks. */
class ReadSetTest {

    private static final Seed SEED = Seed.of(1_732);
    private static final int BLOCKS = 300;

    @RepeatedTest(50)
    void isTheSetOfItsBlocks(RepetitionInfo repetition) {
        RandomGenerator random = SEED.part(repetition.getCurrentRepetition()).random();
        ReadSet set = new ReadSet();
        BitSet model = new BitSet();
        for (int i = 0; i < 60; i++) {
            long offset = random.nextLong(BLOCKS * 4096L);
            long length = random.nextLong(40_000);
            set.add(offset, length);
            if (length > 0) {
                model.set((int) (offset / 4096), (int) ((offset + length + 4095) / 4096));
            }
            BitSet found = new BitSet();
            long last = -1;
            for (long[] range : set.ranges()) {
                assertThat(range[0]).isGreaterThan(last);
                last = range[1];
                found.set((int) (range[0] / 4096), (int) (range[1] / 4096));
            }
            assertThat(found).as("%s", SEED).isEqualTo(model);
        }
        for (int block = 0; block < BLOCKS + 20; block++) {
            Run run = new Run(block * 4096L, 4096, Run.Kind.DATA);
            assertThat(ReadSet.touches(set.ranges(), List.of(run))).isEqualTo(model.get(block));
        }
    }
}
