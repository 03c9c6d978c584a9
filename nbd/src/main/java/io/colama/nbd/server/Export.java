package io.colama.nbd.server;

import io.colama.block.BlockSource;
import io.colama.block.WritableSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A disk as one connection sees it. Threads: any number. Closed by the server when the connection
 * has ended; what several connections share is the business of the {@link Exports}.
 */
public interface Export extends Closeable {

    /** Its full name. */
    String name();

    /** What it is, for people; may be empty. */
    String description();

    /**
     * The disk; it can be written when it is a {@link WritableSource}. Not closed by the server.
     */
    BlockSource disk();

    /**
     * Whether a range can be read at once, without waiting for a disk or decoding anything: it is
     * then read by the thread of the connection.
     */
    default boolean isReady(long offset, int length) {
        return false;
    }

    /** A client is going to read a range: it may be fetched, in the background. */
    default void prefetch(long offset, long length) {
        // a disk without a cache has nothing to do
    }

    /** The metadata contexts beside {@code base:allocation}, by their full names. */
    default List<String> contexts() throws IOException {
        return List.of();
    }

    /** A metadata context by its full name, also one that {@link #contexts()} does not list. */
    default Optional<StatusMap> context(String name) throws IOException {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
