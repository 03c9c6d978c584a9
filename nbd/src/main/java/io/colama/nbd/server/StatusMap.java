package io.colama.nbd.server;

import java.io.IOException;

/** What a metadata context says of each byte of a disk. Threads: any number. */
@FunctionalInterface
public interface StatusMap {

    /**
     * An extent of one status.
     *
     * @param length how many bytes from the offset that was asked for, at least 1
     * @param flags what the context says of them
     */
    record Extent(long length, int flags) {}

    /** The extent that begins at an offset; it may end before the status changes. */
    Extent at(long offset) throws IOException;
}
