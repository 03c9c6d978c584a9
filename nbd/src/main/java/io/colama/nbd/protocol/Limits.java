package io.colama.nbd.protocol;

/** What may be asked for at most. Source: [proto.md, "Size constraints" and "Values"]. */
public final class Limits {

    /** The longest name, description or query, in bytes of UTF-8. */
    public static final int STRING_BYTES = 4096;

    /** The longest request for data, and the longest payload: 32 MiB. */
    public static final int REQUEST_BYTES = 32 << 20;

    /** The longest data of an option that is read; longer ones are passed over. */
    public static final int OPTION_BYTES = 64 << 10;

    /** The longest data of an option that is passed over before the connection is given up. */
    public static final int PASSED_OVER_BYTES = 1 << 20;

    /** How many options a client may send before it asks for an export. */
    public static final int OPTIONS = 1000;

    /** How many metadata contexts a client may select. */
    public static final int CONTEXTS = 16;

    private Limits() {}
}
