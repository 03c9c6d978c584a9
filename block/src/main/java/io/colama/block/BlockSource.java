package io.colama.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A fixed sequence of bytes that can be read anywhere: an image's virtual disk, a file, a stored
 * disk, a part of one.
 *
 * <p>The waist of the system: image readers make sources, everything else takes them, and nobody
 * downstream asks where bytes come from. A source has a size that never changes, whole positional
 * reads, and <em>runs</em>, which tell where data lies without reading it.
 *
 * <p>Shape: offsets and sizes are bytes, {@code 0 <= offset <= size()}; the size need not be a
 * multiple of anything.
 *
 * <p>Threads: any number of threads may read at once; a source keeps no position.
 *
 * <p>Errors: {@link IOException} when the bytes cannot be had, its subclass {@link ImageException}
 * when what was found is not what a disk image may hold, {@link IndexOutOfBoundsException} when the
 * caller asks outside the source.
 */
public interface BlockSource extends Closeable {

    /** The number of bytes in this source. */
    long size();

    /**
     * Fills {@code target} from its position to its limit with the bytes that start at {@code
     * offset}, whole or not at all: after a return the target is full, after an exception its
     * content is undefined.
     *
     * @throws IndexOutOfBoundsException when a byte asked for lies outside {@code 0 .. size()}
     */
    void read(long offset, ByteBuffer target) throws IOException;

    /**
     * The run that holds the byte at {@code offset}: from there to where its kind may change.
     *
     * <p>The answer starts at {@code offset} exactly, is at least one byte long and ends at or
     * before {@link #size()}. Neighbouring runs may have the same kind. {@link Run.Kind#ZERO} and
     * {@link Run.Kind#HOLE} promise that the bytes read as zero; {@link Run.Kind#DATA} promises
     * nothing, so a source that knows nothing answers one run of data.
     *
     * @param offset {@code 0 <= offset < size()}
     */
    Run runAt(long offset) throws IOException;

    /**
     * Gives back what the source holds open. Reading afterwards fails; closing twice does nothing.
     */
    @Override
    void close() throws IOException;
}
