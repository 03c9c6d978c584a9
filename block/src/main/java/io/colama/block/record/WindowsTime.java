package io.colama.block.record;

import java.time.Instant;

/** Times of Windows: signed units of 100 ns since the start of 1601, in UTC. */
public final class WindowsTime {

    private static final long UNITS_PER_SECOND = 10_000_000;
    private static final long NANOS_PER_UNIT = 100;
    private static final long SECONDS_TO_1970 = 11_644_473_600L;

    private WindowsTime() {}

    /**
     * The instant that a number stands for; all have one, so what is no time is to be told before.
     */
    public static Instant instant(long units) {
        return Instant.ofEpochSecond(
                Math.floorDiv(units, UNITS_PER_SECOND) - SECONDS_TO_1970,
                Math.floorMod(units, UNITS_PER_SECOND) * NANOS_PER_UNIT);
    }
}
