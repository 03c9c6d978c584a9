package io.colama.nbd.protocol;

/** What an export can do. Source: [proto.md, "Transmission flags"]. */
public final class ExportFlags {

    /** Always set. */
    public static final int HAS_FLAGS = 1;

    /** It cannot be written. */
    public static final int READ_ONLY = 1 << 1;

    /** {@link Command#FLUSH} is understood. */
    public static final int SEND_FLUSH = 1 << 2;

    /** {@link CommandFlags#FUA} is understood. */
    public static final int SEND_FUA = 1 << 3;

    /** {@link Command#TRIM} is understood. */
    public static final int SEND_TRIM = 1 << 5;

    /** {@link Command#WRITE_ZEROES} is understood. */
    public static final int SEND_WRITE_ZEROES = 1 << 6;

    /** {@link CommandFlags#DF} is understood. */
    public static final int SEND_DF = 1 << 7;

    /** A flush on one connection covers what was acknowledged on all. */
    public static final int CAN_MULTI_CONN = 1 << 8;

    /** {@link Command#CACHE} is understood. */
    public static final int SEND_CACHE = 1 << 10;

    /** {@link CommandFlags#FAST_ZERO} is understood. */
    public static final int SEND_FAST_ZERO = 1 << 11;

    private ExportFlags() {}
}
