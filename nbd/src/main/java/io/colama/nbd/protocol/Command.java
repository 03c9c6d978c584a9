package io.colama.nbd.protocol;

import java.util.Optional;

/** Requests of the transmission. Source: [proto.md, "Request types"]. */
public enum Command implements Coded {
    /** Read bytes. */
    READ(0),

    /** Write bytes, which follow the request. */
    WRITE(1),

    /** End the connection, when all replies are sent. */
    DISCONNECT(2),

    /** Make durable all that was acknowledged. */
    FLUSH(3),

    /** The bytes are no longer needed. */
    TRIM(4),

    /** The bytes are going to be read. */
    CACHE(5),

    /** Write zeros, which do not follow the request. */
    WRITE_ZEROES(6),

    /** Describe extents by the selected metadata contexts. */
    BLOCK_STATUS(7);

    private static final Command[] ALL = values();

    private final int code;

    Command(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /** What a number stands for, if it is known. */
    public static Optional<Command> of(int code) {
        return Coded.of(ALL, code);
    }
}
