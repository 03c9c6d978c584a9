package io.colama.nbd.protocol;

/** Flags of requests. Source: [proto.md, "Command flags"]. */
public final class CommandFlags {

    /** The reply may only come when what the request wrote is durable. */
    public static final int FUA = 1;

    /** Zeros are to be allocated, not made a hole. */
    public static final int NO_HOLE = 1 << 1;

    /** The reply to a read is to be one chunk. */
    public static final int DF = 1 << 2;

    /** Only the first extent of each context is wanted. */
    public static final int REQ_ONE = 1 << 3;

    /** Zeros are to be refused when they would take as long as a write. */
    public static final int FAST_ZERO = 1 << 4;

    private CommandFlags() {}
}
