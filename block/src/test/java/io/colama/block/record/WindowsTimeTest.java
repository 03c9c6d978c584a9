package io.colama.block.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowsTimeTest {

    @Test
    void countsFrom1601() {
        assertThat(WindowsTime.instant(0)).isEqualTo(Instant.parse("1601-01-01T00:00:00Z"));
        assertThat(WindowsTime.instant(-1))
                .isEqualTo(Instant.parse("1600-12-31T23:59:59.9999999Z"));
        assertThat(WindowsTime.instant(116_444_736_000_000_000L)).isEqualTo(Instant.EPOCH);
        assertThat(WindowsTime.instant(0x01c8_9dba_1c8f_0d80L))
                .isEqualTo(Instant.parse("2008-04-13T23:00:04.867417600Z"));
    }

    @Test
    void knowsAllNumbers() {
        assertThat(WindowsTime.instant(Long.MAX_VALUE))
                .isEqualTo(Instant.parse("+30828-09-14T02:48:05.477580700Z"));
        assertThat(WindowsTime.instant(Long.MIN_VALUE))
                .isEqualTo(Instant.parse("-27627-04-19T21:11:54.522419200Z"));
    }
}
