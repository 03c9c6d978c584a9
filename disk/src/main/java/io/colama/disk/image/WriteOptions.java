package io.colama.disk.image;

/**
 * How an image is written. There is no way to leave out syncing: a finished image is on the disk.
 *
 * @param compress whether clusters or grains are compressed, for formats that can; raw ignores it
 * @param fixed whether all bytes of the disk get a place in the file, for formats that have such a
 *     layout (VHD); others ignore it
 * @param threads how many threads compress, at least 1; the result does not depend on it
 * @param compressionLevel the zstd level, 1 (fast) to 19 (small); formats that deflate halve it
 * @param replace whether an existing regular file of the final name is replaced
 * @param expectedBytes how many bytes of data are going to be written, if known, else 0: checked
 *     against the free space before anything is written
 */
public record WriteOptions(
        boolean compress,
        boolean fixed,
        int threads,
        int compressionLevel,
        boolean replace,
        long expectedBytes) {

    private static final int MAX_LEVEL = 19;

    /** Checks the ranges. */
    public WriteOptions {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads");
        }
        if (compressionLevel < 1 || compressionLevel > MAX_LEVEL) {
            throw new IllegalArgumentException(
                    "compression level " + compressionLevel + ", 1 to " + MAX_LEVEL + " expected");
        }
        if (expectedBytes < 0) {
            throw new IllegalArgumentException(expectedBytes + " bytes expected");
        }
    }

    /**
     * Uncompressed, level 3 where compression is switched on, a thread for each processor, nothing
     * replaced.
     */
    public static WriteOptions defaults() {
        return new WriteOptions(
                false, false, Runtime.getRuntime().availableProcessors(), 3, false, 0);
    }

    /** The same, compressed or not. */
    public WriteOptions withCompress(boolean wanted) {
        return new WriteOptions(wanted, fixed, threads, compressionLevel, replace, expectedBytes);
    }

    /** The same, with a place for every byte or not. */
    public WriteOptions withFixed(boolean wanted) {
        return new WriteOptions(
                compress, wanted, threads, compressionLevel, replace, expectedBytes);
    }

    /** The same with another number of threads. */
    public WriteOptions withThreads(int number) {
        return new WriteOptions(compress, fixed, number, compressionLevel, replace, expectedBytes);
    }

    /** The same with another level. */
    public WriteOptions withCompressionLevel(int level) {
        return new WriteOptions(compress, fixed, threads, level, replace, expectedBytes);
    }

    /** The same, replacing an existing file or not. */
    public WriteOptions withReplace(boolean wanted) {
        return new WriteOptions(compress, fixed, threads, compressionLevel, wanted, expectedBytes);
    }

    /** The same, told how much data there is going to be. */
    public WriteOptions withExpectedBytes(long bytes) {
        return new WriteOptions(compress, fixed, threads, compressionLevel, replace, bytes);
    }
}
