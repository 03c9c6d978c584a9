package io.colama.server.access;

import java.util.Locale;

/** Who sees a machine without a grant. */
public enum Visibility {
    /** Its owner. */
    PRIVATE,
    /** Its owner and its group. */
    GROUP,
    /** Every account. */
    EVERYONE;

    /** The name in the API and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Visibility of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
