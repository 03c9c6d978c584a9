package io.colama.inspect.hive;

import java.time.Instant;
import java.util.Optional;

/** Times of Windows: units of 100 ns since 1601. */
public final class FileTimes {

    private static final long UNITS = 10_000_000;
    private static final long TO_UNIX = 11_644_473_600L;

    /** 1980: nothing of what is read here is older; before it, a counter since some start. */
    private static final long EARLIEST = 119_600_064_000_000_000L;

    private FileTimes() {}

    /** The instant; empty for zero, "never" and what cannot be one. */
    public static Optional<Instant> instant(long fileTime) {
        if (fileTime < EARLIEST || fileTime == Long.MAX_VALUE) {
            return Optional.empty();
        }
        long seconds = fileTime / UNITS - TO_UNIX;
        return Optional.of(Instant.ofEpochSecond(seconds, fileTime % UNITS * 100));
    }

    /** The instant as ISO 8601 without parts of seconds; empty for none. */
    public static String text(long fileTime) {
        return instant(fileTime)
                .map(time -> Instant.ofEpochSecond(time.getEpochSecond()).toString())
                .orElse("");
    }
}
