package io.colama.nbd.protocol;

/** Flags of the handshake. Source: [proto.md, "Handshake phase", "Flags"]. */
public final class HandshakeFlags {

    /** Fixed newstyle: options that are not known are answered, not cut off. */
    public static final int FIXED_NEWSTYLE = 1;

    /** The answer to {@link Option#EXPORT_NAME} ends without 124 zeros. */
    public static final int NO_ZEROES = 1 << 1;

    private HandshakeFlags() {}
}
