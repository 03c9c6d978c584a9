package io.colama.server.people;

import java.util.Locale;

/** What a credential can be used for, at most; its account's rights bound it too. */
public enum Scope {
    /** To look. */
    READ,
    /** To change machines too. */
    WRITE,
    /** Everything that its account may do. */
    ADMIN;

    /** Whether all of another scope is in this. */
    public boolean includes(Scope other) {
        return compareTo(other) >= 0;
    }

    /** The name in the API and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Scope of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
