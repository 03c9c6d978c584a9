package io.colama.guest.file;

/** How far what is read equals what the guest would see. Ordered from good to bad. */
public enum Condition {
    /** The volume was closed properly, or keeps no record of it. */
    CLEAN,
    /** It was in use; its journal or log was replayed in memory, as the guest does at its start. */
    REPLAYED,
    /** It was in use or is marked as faulty, and what was under way is not replayed. */
    POSSIBLY_STALE
}
