package io.colama.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class MutantsTest {

    @Test
    void changesACopyAndIsTheSameFromTheSameSeed() {
        Seed seed = Seed.of(3);
        RandomGenerator random = seed.random();
        RandomGenerator again = seed.random();
        int changed = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] original = new byte[i % 50];
            byte[] mutant = Mutants.of(original, random);
            assertThat(original).isEqualTo(new byte[i % 50]);
            assertThat(mutant).isEqualTo(Mutants.of(original, again));
            changed += Arrays.equals(mutant, original) ? 0 : 1;
        }
        assertThat(changed).as(seed.toString()).isGreaterThan(3000);
    }
}
