package io.colama.definition.archive;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a package is written: any place at any time, as a file is. */
@FunctionalInterface
public interface OvaTarget {

    /** Writes all of {@code bytes} at {@code offset}. */
    void write(long offset, ByteBuffer bytes) throws IOException;
}
