package io.colama.block;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Sources made of other sources, of memory and of files.
 *
 * <p>A combinator owns what it is made of: closing it closes the parts, unless its description says
 * otherwise. All of them may be read by any number of threads at once.
 */
public final class BlockSources {

    private BlockSources() {}

    /** A source of {@code sizeBytes} zeros, one hole. */
    public static BlockSource zero(long sizeBytes) {
        return new ZeroSource(sizeBytes);
    }

    /**
     * A source of the bytes of {@code content}, which is not copied and must not change. One run of
     * data.
     */
    public static BlockSource of(byte[] content) {
        return new ArraySource(content);
    }

    /**
     * A regular file or block device, read positionally, with holes where the file system tells of
     * them. The size is taken once; a file that shrinks afterwards fails with an {@link
     * IOException} that says so.
     *
     * <p>Interrupting a thread that reads closes the file for every thread, as {@link
     * java.nio.channels.FileChannel} does: cancel by a flag between reads.
     *
     * @throws IOException when the file cannot be opened, or is neither a regular file nor a block
     *     device
     */
    public static BlockSource file(Path path) throws IOException {
        return FileSource.open(path);
    }

    /**
     * A source read forwards from its start, without a buffer. Closing the stream leaves the source
     * open.
     */
    public static InputStream stream(BlockSource source) {
        return new SourceStream(source);
    }

    /**
     * The {@code lengthBytes} bytes of {@code source} that start at {@code offset}, as a source of
     * their own.
     *
     * @throws IndexOutOfBoundsException when they are not all inside {@code source}
     */
    public static BlockSource slice(BlockSource source, long offset, long lengthBytes) {
        return new SliceSource(source, offset, lengthBytes);
    }

    /** The parts, one behind the other. Parts may be empty, and there may be none. */
    public static BlockSource concat(List<? extends BlockSource> parts) {
        return new ConcatSource(parts);
    }

    /**
     * {@code child} over {@code parent}: where the child has a {@linkplain Run.Kind#HOLE hole} the
     * parent shows through, and behind the parent's end there are zeros. The size is the child's.
     */
    public static BlockSource overlay(BlockSource child, BlockSource parent) {
        return new OverlaySource(child, parent);
    }

    /**
     * {@code source}, but refusing with an {@link IOException} to read more than {@code maxBytes}
     * bytes in all.
     */
    public static BlockSource limited(BlockSource source, long maxBytes) {
        return new LimitedSource(source, maxBytes);
    }

    /**
     * {@code source}, but every read that touches one of {@code broken} fails with an {@link
     * IOException}. For tests of what a reader does then.
     */
    public static BlockSource faulty(BlockSource source, List<Run> broken) {
        return new FaultySource(source, broken);
    }

    /**
     * {@code source} behind a cache of {@code pages} pages of {@code pageBytes} bytes, for many
     * small reads near each other. Reads of a page or more go past the cache. The source must not
     * change.
     *
     * @param pageBytes a power of two, at least 512
     * @param pages at least 1
     */
    public static BlockSource cached(BlockSource source, int pageBytes, int pages) {
        return new CachedSource(source, pageBytes, pages);
    }

    /**
     * {@code source} under a handle of its own: closing the view ends the view and leaves the
     * source open.
     */
    public static BlockSource view(BlockSource source) {
        return new ViewSource(source);
    }
}
