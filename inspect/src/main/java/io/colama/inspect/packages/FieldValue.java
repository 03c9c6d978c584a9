package io.colama.inspect.packages;

import java.time.Instant;

/** What a field of a package database means; a value that cannot be true means nothing. */
final class FieldValue {

    /** The last second of the year 9999, after which ISO 8601 has no agreed form. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private FieldValue() {}

    /** A number of up to 15 digits, so that it may be multiplied by 1024; else 0. */
    static long number(String digits) {
        return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : 0;
    }

    /** Seconds since 1970 as ISO 8601; empty for 0, for less and for what no calendar has. */
    static String time(long seconds) {
        return seconds > 0 && seconds <= LAST_SECOND
                ? Instant.ofEpochSecond(seconds).toString()
                : "";
    }
}
