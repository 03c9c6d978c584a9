package io.colama.guest.fat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as DOS counts them: two seconds a step, from 1980 on, in local time. */
final class DosTime {

    private static final int FIRST_YEAR = 1980;
    private static final int OFFSET_KNOWN = 0x80;
    private static final int QUARTER = 900;
    private static final int NANOS = 10_000_000;

    private DosTime() {}

    /**
     * The time of a date and a time of day, when there is one.
     *
     * @param hundredths added to it, 0 to 199
     */
    static Optional<Instant> of(int date, int time, int hundredths) {
        if (date == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDateTime.of(
                                    FIRST_YEAR + (date >>> 9),
                                    (date >>> 5) & 0xf,
                                    date & 0x1f,
                                    time >>> 11,
                                    (time >>> 5) & 0x3f,
                                    (time & 0x1f) * 2)
                            .toInstant(ZoneOffset.UTC)
                            .plusNanos((long) hundredths * NANOS));
        } catch (DateTimeException never) {
            return Optional.empty();
        }
    }

    /**
     * The same from one number of 32 bits, as exFAT has it.
     *
     * @param offset from UTC in quarters of an hour, 7 bits with a sign, when bit 7 is set
     */
    static Optional<Instant> ofStamp(int stamp, int hundredths, int offset) {
        int quarters = (offset & OFFSET_KNOWN) == 0 ? 0 : (offset << 25) >> 25;
        return of(stamp >>> 16, stamp & 0xffff, hundredths, quarters);
    }

    private static Optional<Instant> of(int date, int time, int hundredths, int quarters) {
        return of(date, time, hundredths)
                .map(local -> local.minusSeconds((long) quarters * QUARTER));
    }
}
