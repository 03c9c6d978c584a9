package io.colama.disk.image;

import java.io.IOException;

/** Where the headers and tables of an image file go, and how long it gets. One thread. */
public interface LayoutOutput extends PositionalOutput {

    /** Makes the file at least {@code size} bytes long; what was not written reads as zero. */
    void extend(long size) throws IOException;
}
