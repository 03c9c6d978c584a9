package io.colama.nbd.protocol;

import java.util.Optional;

/** Failures of requests; nothing else may be sent. Source: [proto.md, "Error values"]. */
public enum ErrorCode implements Coded {
    /** It is not permitted: the export is read-only. */
    PERM(1),

    /** The bytes cannot be read or written. */
    IO(5),

    /** There is no memory for it. */
    NOMEM(12),

    /** The request makes no sense. */
    INVAL(22),

    /** There is no space, or the write goes beyond the end. */
    NOSPC(28),

    /** The reply would be too long. */
    OVERFLOW(75),

    /** It is not supported, or not in this way. */
    NOTSUP(95),

    /** The server is ending. */
    SHUTDOWN(108);

    private static final ErrorCode[] ALL = values();

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /** What a number stands for, if it is known. */
    public static Optional<ErrorCode> of(int code) {
        return Coded.of(ALL, code);
    }
}
