package io.colama.operations;

import io.colama.store.Progress;
import java.util.function.BooleanSupplier;

/**
 * How an operation tells what it is doing and how far it is, and learns that it should stop.
 * Threads: any.
 */
public interface Task extends Progress {

    /** Nobody watches and nobody stops the work. */
    Task SILENT = unwatched(() -> false);

    /** Nobody watches; the work ends when {@code stopped} says so. */
    static Task unwatched(BooleanSupplier stopped) {
        return new Task() {
            @Override
            public void begin(String what, long totalBytes) {
                // nobody watches
            }

            @Override
            public void advance(long bytes) {
                // nobody watches
            }

            @Override
            public boolean cancelled() {
                return stopped.getAsBoolean();
            }
        };
    }

    /**
     * A part of the work begins.
     *
     * @param what for people, such as {@code disk0}
     * @param totalBytes how many bytes {@link #advance} is going to count; 0 when that is unknown
     */
    void begin(String what, long totalBytes);
}
