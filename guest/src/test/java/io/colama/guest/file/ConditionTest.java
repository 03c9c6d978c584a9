package io.colama.guest.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionTest {

    @Test
    void eachHasAWord() {
        assertThat(Condition.values())
                .extracting(Condition::word)
                .containsExactly("clean", "replayed", "possibly-stale");
    }

    @Test
    void ofTwoTheWorseCounts() {
        assertThat(Condition.CLEAN.orWorse(Condition.REPLAYED)).isEqualTo(Condition.REPLAYED);
        assertThat(Condition.POSSIBLY_STALE.orWorse(Condition.REPLAYED))
                .isEqualTo(Condition.POSSIBLY_STALE);
        assertThat(Condition.CLEAN.orWorse(Condition.CLEAN)).isEqualTo(Condition.CLEAN);
    }
}
