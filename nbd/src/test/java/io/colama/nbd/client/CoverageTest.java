package io.colama.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.Seed;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CoverageTest {

    @Test
    void takesEachByteOnce() {
        Seed seed = Seed.of(11);
        RandomGenerator random = seed.random();
        for (int round = 0; round < 200; round++) {
            int length = 1 + random.nextInt(200);
            Coverage coverage = new Coverage(length);
            BitSet model = new BitSet();
            for (int i = 0; i < 60; i++) {
                int from = random.nextInt(length + 2) - 1;
                int count = random.nextInt(12);
                boolean sound =
                        from >= 0
                                && count > 0
                                && from + count <= length
                                && model.get(from, from + count).isEmpty();
                boolean taken;
                try {
                    coverage.add(from, count);
                    taken = true;
                } catch (NbdException.BadServer told) {
                    taken = false;
                }
                assertThat(taken).as("%s bytes at %s, %s", count, from, seed).isEqualTo(sound);
                if (taken) {
                    model.set(from, from + count);
                }
                assertThat(coverage.missing()).isEqualTo(length - model.cardinality());
            }
        }
    }

    @Test
    void refusesNumbersThatWouldOverflow() {
        Coverage coverage = new Coverage(100);
        for (long[] one : new long[][] {{Long.MAX_VALUE, 1}, {1, Long.MAX_VALUE}, {-1, 1}}) {
            assertThatThrownBy(() -> coverage.add(one[0], one[1]))
                    .isInstanceOf(NbdException.BadServer.class);
        }
    }

    @Test
    void boundsThePieces() {
        Coverage coverage = new Coverage(1 << 20);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1 << 19; i++) {
                                coverage.add(2L * i, 1);
                            }
                        })
                .isInstanceOf(NbdException.BadServer.class);
    }
}
