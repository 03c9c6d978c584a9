package io.colama.disk.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the bytes of an image file go: a file of its own, or a member of an archive. One thread.
 */
@FunctionalInterface
public interface PositionalOutput {

    /** Writes the remaining bytes of {@code source} at {@code offset}, all of them. */
    void write(long offset, ByteBuffer source) throws IOException;
}
