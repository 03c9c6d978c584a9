package io.colama.disk.image;

import java.io.IOException;

/**
 * How a format lays out the blocks of a disk that it allocates whole: where each goes, and the
 * tables that tell. One thread.
 */
public interface UnitLayout {

    /** The bytes of a block. */
    int unitBytes();

    /**
     * Gives a block that is going to hold data its place in the file. Called once for each such
     * block, in ascending order.
     */
    long place(long unit) throws IOException;

    /** Writes headers and tables; nothing is placed afterwards. */
    void finish(LayoutOutput file) throws IOException;
}
