package io.colama.disk.qcow2;

/**
 * A stretch of the disk and where it lies.
 *
 * @param kind how it lies there
 * @param length how many bytes of the disk
 * @param host for stored data the offset in the file, for a compressed cluster its whole L2 entry,
 *     else 0
 */
record Extent(Kind kind, long length, long host) {

    /** How bytes of the disk are kept. */
    enum Kind {
        /** Not at all: the backing file shows through. */
        ABSENT,
        /** As a mark that they are zero. */
        ZERO,
        /** As they are. */
        STORED,
        /** Compressed, one cluster. */
        COMPRESSED
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
