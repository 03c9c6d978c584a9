package io.colama.inspect.hive;

import io.colama.block.record.WindowsTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times of Windows as they stand in its registry, where not each number is one. */
public final class FileTimes {

    /** 1980: nothing of what is read here is older; before it, a counter since some start. */
    private static final long EARLIEST = 119_600_064_000_000_000L;

    private FileTimes() {}

    /** The instant; empty for zero, "never" and what cannot be one. */
    public static Optional<Instant> instant(long fileTime) {
        return fileTime < EARLIEST || fileTime == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(WindowsTime.instant(fileTime));
    }

    /** The instant as ISO 8601 without parts of seconds; empty for none. */
    public static String text(long fileTime) {
        return instant(fileTime).map(FileTimes::text).orElse("");
    }

    /** An instant as ISO 8601 without parts of seconds. */
    public static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
