package io.colama.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a disk's bytes are written, once, in ascending order; what is not written reads as zero
 * afterwards.
 *
 * <p>The size of the disk was given when the sink was made. Writes must not overlap and each starts
 * at or behind the end of the one before. {@link #finish()} makes the result complete and durable;
 * closing without it abandons the result and leaves nothing under the final name.
 *
 * <p>Threads: one at a time. An implementation may compress or write behind on its own threads; an
 * error there is thrown by a later call.
 */
public interface BlockSink extends Closeable {

    /** The size of the disk that is written, in bytes. */
    long size();

    /**
     * Writes the remaining bytes of {@code source} at {@code offset}. The buffer may be reused as
     * soon as this returns.
     *
     * @throws IndexOutOfBoundsException when a byte lies outside {@code 0 .. size()}
     * @throws IllegalStateException when the write starts before the end of the last one, or after
     *     {@link #finish()}
     */
    void write(long offset, ByteBuffer source) throws IOException;

    /** Completes the result: metadata written, contents synced, final name given. */
    void finish() throws IOException;

    /**
     * Releases what is held; abandons the result if it was not finished. Closing twice does
     * nothing.
     */
    @Override
    void close() throws IOException;
}
