package io.colama.operations.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.Run;
import io.colama.nbd.server.StatusMap;
import io.colama.testkit.Seed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Runs as a dirty bitmap, and runs of two lists, compared with bits. */
final class RunStatusTest {

    private static final int SIZE = 400;

    private static List<Run> random(RandomGenerator random, BitSet bits) {
        List<Run> runs = new ArrayList<>();
        for (int at = random.nextInt(20); at < SIZE; ) {
            int length = Math.min(SIZE - at, 1 + random.nextInt(30));
            runs.add(new Run(at, length, Run.Kind.DATA));
            bits.set(at, at + length);
            at += length + random.nextInt(25);
        }
        return runs;
    }

    private static BitSet dirty(StatusMap map) throws Exception {
        BitSet bits = new BitSet();
        for (int at = 0; at < SIZE; ) {
            StatusMap.Extent extent = map.at(at);
            assertThat(extent.length()).isBetween(1L, (long) SIZE - at);
            bits.set(at, at + (int) extent.length(), extent.flags() == 1);
            at += (int) extent.length();
        }
        return bits;
    }

    @Test
    void saysOfEachByteWhetherItLiesInARun() throws Exception {
        RandomGenerator random = Seed.of(77).random();
        for (int i = 0; i < 200; i++) {
            BitSet bits = new BitSet();
            List<Run> runs = random(random, bits);
            assertThat(dirty(new RunStatus(runs, SIZE))).as("%s", runs).isEqualTo(bits);
        }
    }

    @Test
    void joinsWhatLiesInOneListOrTheOther() throws Exception {
        RandomGenerator random = Seed.of(78).random();
        for (int i = 0; i < 200; i++) {
            BitSet bits = new BitSet();
            List<Run> both = RunUnion.of(random(random, bits), random(random, bits));
            assertThat(dirty(new RunStatus(both, SIZE))).as("%s", both).isEqualTo(bits);
        }
    }
}
