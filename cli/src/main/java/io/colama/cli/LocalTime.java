package io.colama.cli;

import java.time.Instant;
import java.time.ZoneId;

/** Moments as people read them. */
final class LocalTime {

    private LocalTime() {}

    /** An ISO 8601 time as {@code 2026-11-21 05:04} where the user is. */
    static String of(String iso) {
        String local = Instant.parse(iso).atZone(ZoneId.systemDefault()).toString();
        return local.substring(0, 10) + " " + local.substring(11, 16);
    }
}
