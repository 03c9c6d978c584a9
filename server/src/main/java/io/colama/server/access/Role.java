package io.colama.server.access;

import java.util.Locale;

/** What somebody may do with a machine; each includes those before. */
public enum Role {
    /** To see it, what is in it, and to copy it. */
    VIEWER,
    /** To check in, to tag and to note, but nothing that takes away or rewrites. */
    CONTRIBUTOR,
    /** To move and to delete tags and revisions. */
    MAINTAINER,
    /** To share it, to hand it over, and to delete it. */
    OWNER;

    /** The name in the API and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it includes another. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
