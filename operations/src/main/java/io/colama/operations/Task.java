package io.colama.operations;

import io.colama.store.Progress;

/**
 * How an operation tells what it is doing and how far it is, and learns that it should stop.
 * Threads: any.
 */
public interface Task extends Progress {

    /** Nobody watches and nobody stops the work. */
    Task SILENT =
            new Task() {
                @Override
                public void begin(String what, long totalBytes) {
                    // nobody watches
                }

                @Override
                public void advance(long bytes) {
                    // nobody watches
                }
            };

    /**
     * A part of the work begins.
     *
     * @param what for people, such as {@code disk0}
     * @param totalBytes how many bytes {@link #advance} is going to count; 0 when that is unknown
     */
    void begin(String what, long totalBytes);
}
