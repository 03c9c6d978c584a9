package io.colama.nbd.protocol;

import java.util.Optional;

/** Chunks of a structured reply. Source: [proto.md, "Structured reply types"]. */
public enum Chunk implements Coded {
    /** Nothing; the last chunk of a reply may be this. */
    NONE(0),

    /** Bytes at an offset. */
    OFFSET_DATA(1),

    /** Zeros at an offset, which do not follow. */
    OFFSET_HOLE(2),

    /** Extents of one metadata context. */
    BLOCK_STATUS(5),

    /** The request failed. */
    ERROR(32769),

    /** The request failed at an offset. */
    ERROR_OFFSET(32770);

    private static final Chunk[] ALL = values();

    private final int code;

    Chunk(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /** What a number stands for, if it is known. */
    public static Optional<Chunk> of(int code) {
        return Coded.of(ALL, code);
    }

    /** The flag of the last chunk of a reply. */
    public static final int DONE = 1;

    /** Whether this tells of a failure. */
    public boolean isError() {
        return code >= 0x8000;
    }
}
