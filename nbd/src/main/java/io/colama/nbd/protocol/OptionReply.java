package io.colama.nbd.protocol;

import java.util.Optional;

/** What a server answers to an option. Source: [proto.md, "Option reply types"]. */
public enum OptionReply implements Coded {
    /** Done. */
    ACK(1),

    /** An export. */
    SERVER(2),

    /** A piece of information about an export: {@link InfoType}. */
    INFO(3),

    /** A metadata context. */
    META_CONTEXT(4),

    /** The option is not known. */
    ERR_UNSUP(0x80000000 | 1),

    /** The server does not allow it. */
    ERR_POLICY(0x80000000 | 2),

    /** The data of the option is not what it should be. */
    ERR_INVALID(0x80000000 | 3),

    /** Only after {@link Option#STARTTLS}. */
    ERR_TLS_REQD(0x80000000 | 5),

    /** There is no such export. */
    ERR_UNKNOWN(0x80000000 | 6),

    /** The server is ending. */
    ERR_SHUTDOWN(0x80000000 | 7),

    /** The client has to ask for the block sizes. */
    ERR_BLOCK_SIZE_REQD(0x80000000 | 8),

    /** The option is longer than the server takes. */
    ERR_TOO_BIG(0x80000000 | 9);

    private static final OptionReply[] ALL = values();

    private final int code;

    OptionReply(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /** What a number stands for, if it is known. */
    public static Optional<OptionReply> of(int code) {
        return Coded.of(ALL, code);
    }

    /** Whether this is an answer of failure. */
    public boolean isError() {
        return code < 0;
    }
}
