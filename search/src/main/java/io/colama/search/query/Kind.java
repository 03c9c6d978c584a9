package io.colama.search.query;

/** How the values of a field are written, and what can be asked of them. */
public enum Kind {
    /** A word as a whole; {@code x*} for what begins with it. Case does not matter. */
    WORD("a word, or x* for what begins with x"),
    /**
     * A word, or all its parts up to a hyphen or colon: {@code windows} for {@code windows-2003}.
     */
    PARTS("a word or its first parts: windows, windows-2003"),
    /** The first hexadecimal digits of an id. */
    ID("hexadecimal digits"),
    /** {@code true} or {@code false}. */
    FLAG("true or false"),
    /** Words that follow each other. */
    TEXT("words: note:\"to be kept\""),
    /** A version, or what is under it: {@code 12} for {@code 12.5}; compared number by number. */
    VERSION("a version: 12 (also 12.5), =12, >=12, 10.*, 10..11"),
    /** A name and, behind a comparison, a version in the order of the ecosystem. */
    NAMED("a name and a version: openssl, openssl<3.0.11, lib*, openssl>=3<3.0.11, x=10.*"),
    /** A whole number. */
    NUMBER("a number: 4, >=4, 2..8"),
    /** A number of bytes, with a letter for 1024, 1024² … */
    SIZE("a size: 4G, >=512M"),
    /** A year, month, day or moment: all of it. */
    TIME("a date: 2026, 2026-03, >=2026-03-05, 2026-01..2026-03"),
    /** How long ago. */
    AGE("an age: >90d, <2w, 1m..1y (h, d, w, m of 30 days, y of 365)");

    private final String form;

    Kind(String form) {
        this.form = form;
    }

    /** How a value is written, for people. */
    public String form() {
        return form;
    }

    /** Whether values have an order that can be asked for. */
    public boolean isOrdered() {
        return switch (this) {
            case VERSION, NAMED, NUMBER, SIZE, TIME, AGE -> true;
            case WORD, PARTS, ID, FLAG, TEXT -> false;
        };
    }

    /** Whether {@code x*} can be asked for. */
    public boolean hasPrefixes() {
        return switch (this) {
            case WORD, PARTS, ID, TEXT, VERSION, NAMED -> true;
            case FLAG, NUMBER, SIZE, TIME, AGE -> false;
        };
    }
}
