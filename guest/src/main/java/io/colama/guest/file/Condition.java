package io.colama.guest.file;

import java.util.Locale;

/** How far what is read equals what the guest would see. Ordered from good to bad. */
public enum Condition {
    /** The volume was closed properly, or keeps no record of it. */
    CLEAN,
    /** It was in use; its journal or log was replayed in memory, as the guest does at its start. */
    REPLAYED,
    /** It was in use or is marked as faulty, and what was under way is not replayed. */
    POSSIBLY_STALE;

    /** The word for it in facts, such as {@code possibly-stale}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The worse of two, for what is read through both. */
    public Condition orWorse(Condition other) {
        return compareTo(other) < 0 ? other : this;
    }
}
