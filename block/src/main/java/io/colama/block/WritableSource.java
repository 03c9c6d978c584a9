package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A {@link BlockSource} of fixed size that can be written anywhere, like a disk.
 *
 * <p>What was written is read from then on. It is durable after the next {@link #flush()} returned;
 * before, a crash may keep or lose each write by itself, and may tear one at multiples of 512
 * bytes.
 *
 * <p>Threads: any number may read and write at once. Two writes of the same bytes at once leave
 * those of either; everything else is untouched by them. A flush covers what returned before it was
 * called, from whatever thread.
 *
 * <p>Errors: {@link NoSpaceException} when there is no room for what is written; {@link
 * IndexOutOfBoundsException} outside of the disk.
 */
public interface WritableSource extends BlockSource {

    /** Writes what remains of {@code source} at {@code offset}, whole or with an exception. */
    void write(long offset, ByteBuffer source) throws IOException;

    /**
     * Makes {@code length} bytes read as zero. Costs no write of data but for the edges of blocks.
     *
     * @param length at least 0
     */
    void zero(long offset, long length) throws IOException;

    /** Makes everything durable that was written before. */
    void flush() throws IOException;
}
