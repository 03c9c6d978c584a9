package io.colama.store;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Where the files of a repository are kept: a directory, memory, later object storage.
 *
 * <p>Names are relative paths with {@code /}, such as {@code packs/ab/ab34.pack}. A file appears
 * whole under its name or not at all, and never changes afterwards. There is no way to write
 * without syncing.
 *
 * <p>Threads: all methods may be called from any thread. Several backends, also in other processes,
 * may stand on the same place at once.
 */
public interface Backend extends Closeable {

    /** A name for people: the directory, the bucket. */
    String location();

    /** Starts a file that has no name yet. */
    Output create() throws IOException;

    /**
     * Opens a file for reading.
     *
     * @throws NoSuchFileException when there is none
     */
    Input open(String name) throws IOException;

    /** Whether a file of this name exists. */
    boolean exists(String name) throws IOException;

    /**
     * The names directly below a folder, without the folder's own; empty when the folder does not
     * exist. Sorted.
     */
    List<String> list(String folder) throws IOException;

    /** Removes a file; nothing happens when there is none. Durable when this returns. */
    void delete(String name) throws IOException;

    /**
     * Makes all names directly below a folder durable, whoever made them: a writer that was killed
     * may have left names that a crash of the machine would take away. Nothing happens when there
     * is no such folder.
     */
    void sync(String folder) throws IOException;

    /** Takes a named lock that ends with the process at the latest; empty when another holds it. */
    Optional<Lock> tryLock(String name) throws IOException;

    /** How many bytes can still be written, as far as that is known. */
    long usableBytes() throws IOException;

    /**
     * The whole content of a small file.
     *
     * @throws NoSuchFileException when there is none
     * @throws StoreException.Damaged when it is larger than {@code limitBytes}
     */
    default byte[] readAll(String name, int limitBytes) throws IOException {
        try (Input input = open(name)) {
            if (input.size() > limitBytes) {
                throw new StoreException.Damaged(
                        "%s: %d bytes found, at most %d expected"
                                .formatted(name, input.size(), limitBytes));
            }
            byte[] bytes = new byte[(int) input.size()];
            input.read(0, ByteBuffer.wrap(bytes));
            return bytes;
        }
    }

    /** A file that is being written. One thread at a time. Closing it unpublished discards it. */
    interface Output extends Closeable {

        /** How many bytes were written. */
        long position();

        /** Appends the remaining bytes. */
        void write(ByteBuffer source) throws IOException;

        /** Makes everything written so far durable. */
        void sync() throws IOException;

        /** Reads back what was written, whole. */
        void read(long offset, ByteBuffer target) throws IOException;

        /**
         * Syncs, then gives the file its name, replacing another of that name. Durable when this
         * returns.
         */
        void publish(String name) throws IOException;

        /**
         * Syncs, then gives the file its name unless the name is taken. Durable when this returns
         * true.
         *
         * @return whether the file got the name
         */
        boolean publishIfAbsent(String name) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** An open file. Any number of threads may read. */
    interface Input extends Closeable {

        /** The number of bytes. */
        long size();

        /**
         * Fills {@code target} from {@code offset}, whole; the end of the file within is {@link
         * StoreException.Damaged}.
         */
        void read(long offset, ByteBuffer target) throws IOException;

        /**
         * The whole file in memory or mapped; valid as long as it is reachable, also after closing.
         */
        MemorySegment map() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A lock that is held until it is closed. */
    interface Lock extends Closeable {
        @Override
        void close() throws IOException;
    }
}
