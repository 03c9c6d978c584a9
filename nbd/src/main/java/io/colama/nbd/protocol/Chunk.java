package io.colama.nbd.protocol;

import java.util.Optional;

/** Chunks of a structured reply. Source: [proto.md, "Structured reply types"]. */
public enum Chunk {
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

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** What a number stands for, if it is known. */
    public static Optional<Chunk> of(int code) {
        for (Chunk one : ALL) {
            if (one.code == code) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The flag of the last chunk of a reply. */
    public static final int DONE = 1;

    /** Whether this tells of a failure. */
    public boolean isError() {
        return code >= 0x8000;
    }
}
