package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read while they wait, and the numbers in it. */
class ProgressLineTest {

    private static final long GIB = 1L << 30;

    @Test
    void saysHowFarHowFastAndHowLong() {
        assertThat(ProgressLine.of("checking in", 2 * GIB, 8 * GIB, 4, 512 << 20))
                .isEqualTo(
                        "checking in   25% [=====>              ] 2.0 GiB of 8.0 GiB, 512 MiB/s, 0:12 left");
        assertThat(ProgressLine.of("verifying", 3 * GIB, 0, 9, 100 << 20))
                .isEqualTo("verifying  3.0 GiB, 100 MiB/s");
        assertThat(ProgressLine.of("x", 9, 8, 1, 0)).contains("100% [====================] 8 B");
    }

    @Test
    void aQuickPieceOfWorkDrawsNothing() {
        StringWriter err = new StringWriter();
        try (ProgressBar bar = new ProgressBar(new PrintWriter(err), () -> false)) {
            bar.begin("x", 10);
            bar.advance(5);
            bar.advance(5);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void sizesHaveThreeDigitsAndAUnit() {
        assertThat(List.of(0L, 1023L, 1024L, 1536L, 212L << 20, 8 * GIB, Long.MAX_VALUE))
                .extracting(Sizes::of)
                .containsExactly(
                        "0 B", "1023 B", "1.0 KiB", "1.5 KiB", "212 MiB", "8.0 GiB", "7.9 EiB");
    }

    @Test
    void timesAreSecondsThenAClock() {
        assertThat(Sizes.seconds(3.14)).isEqualTo("3.1 s");
        assertThat(Sizes.seconds(75)).isEqualTo("1:15");
        assertThat(Sizes.clock(3723)).isEqualTo("1:02:03");
        assertThat(Sizes.count(1, "disk")).isEqualTo("1 disk");
    }

    @Test
    void sizesAndSharesAreReadAsTheyAreTyped() {
        assertThat(Sizes.parse("100M")).isEqualTo(100L << 20);
        assertThat(Sizes.parse("1.5GiB/s")).isEqualTo(3 * GIB / 2);
        assertThat(Sizes.parse("4096")).isEqualTo(4096);
        assertThat(Sizes.parseShare("5%")).isEqualTo(0.05);
        assertThat(Sizes.parseShare("0.5")).isEqualTo(0.5);
        for (String wrong : List.of("", "M", "-1", "0", "x5", "NaN")) {
            assertThatThrownBy(() -> Sizes.parse(wrong)).hasMessageContaining("100M");
        }
        for (String wrong : List.of("", "%", "101%", "0", "NaN")) {
            assertThatThrownBy(() -> Sizes.parseShare(wrong)).hasMessageContaining("5%");
        }
    }

    @Test
    void coloursTakeNoWidth() {
        assertThat(Style.width(Style.COLOURED.id("3f2c9a1b0d1e99"))).isEqualTo(12);
        assertThat(Style.PLAIN.bad("x")).isEqualTo("x");
        assertThat(DemoCommand.quoted("a b", "it's", "web@v1"))
                .isEqualTo("'a b' 'it'\\''s' web@v1");
    }
}
