package io.colama.block;

/**
 * A stretch of a {@link BlockSource} in which all bytes are of one kind.
 *
 * @param offset the first byte, from the start of the source
 * @param length how many bytes, at least 1
 * @param kind what a reader may expect there
 */
public record Run(long offset, long length, Kind kind) {

    /** What lies in a run. */
    public enum Kind {
        /** Bytes that must be read to be known. */
        DATA,
        /** Bytes that read as zero and are allocated or explicitly marked so. */
        ZERO,
        /** Bytes that read as zero because nothing was ever written there. */
        HOLE
    }

    /** Checks the shape. */
    public Run {
        if (offset < 0 || length <= 0 || offset + length < 0) {
            throw new IllegalArgumentException("run of " + length + " bytes at offset " + offset);
        }
    }

    /** The first byte behind the run. */
    public long end() {
        return offset + length;
    }

    /** Whether the bytes must be read to be known. */
    public boolean isData() {
        return kind == Kind.DATA;
    }
}
