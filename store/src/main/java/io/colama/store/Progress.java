package io.colama.store;

/**
 * How a long piece of work tells how far it is, and learns that it should stop.
 *
 * <p>Threads: called from any thread of the work, often; implementations must be cheap and
 * thread-safe.
 */
public interface Progress {

    /** Nobody watches and nobody stops the work. */
    Progress NONE = bytes -> {};

    /** {@code bytes} more of the announced total are done. */
    void advance(long bytes);

    /**
     * Whether the work should be given up. It then ends with {@link StoreException.Cancelled} at
     * the next safe point.
     */
    default boolean cancelled() {
        return false;
    }

    /** Ends the work when that was asked for. */
    default void check() throws StoreException.Cancelled {
        if (cancelled()) {
            throw new StoreException.Cancelled("interrupted");
        }
    }
}
