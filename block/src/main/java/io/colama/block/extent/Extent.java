package io.colama.block.extent;

/**
 * A stretch of the disk and where it lies.
 *
 * @param kind how it lies there
 * @param length how many bytes of the disk
 * @param host for stored bytes their offset in the file; for compressed ones whatever the format's
 *     {@link CompressedUnits} find them by; else 0
 */
public record Extent(Kind kind, long length, long host) {

    /** How bytes of the disk are kept. */
    public enum Kind {
        /** Not at all: the parent shows through. */
        ABSENT,
        /** As a mark that they are zero. */
        ZERO,
        /** As they are. */
        STORED,
        /** Compressed; a stretch lies in one unit of compression. */
        COMPRESSED
    }

    /** Bytes that are not there. */
    public static Extent absent(long length) {
        return new Extent(Kind.ABSENT, length, 0);
    }

    /** Bytes that are marked as zero. */
    public static Extent zero(long length) {
        return new Extent(Kind.ZERO, length, 0);
    }

    /** Bytes that lie at {@code host} of the file. */
    public static Extent stored(long length, long host) {
        return new Extent(Kind.STORED, length, host);
    }

    boolean isData() {
        return kind == Kind.STORED || kind == Kind.COMPRESSED;
    }

    /** Whether {@code next}, which starts where this ends, can be read in one go with it. */
    boolean continuesWith(Extent next) {
        return kind == next.kind
                && (kind == Kind.ABSENT
                        || kind == Kind.ZERO
                        || (kind == Kind.STORED && next.host == host + length));
    }

    Extent longer(long more) {
        return new Extent(kind, length + more, host);
    }
}
