package io.colama.definition.archive;

/** Hears how far a long reading is, and may end it. Called by the thread that reads. */
@FunctionalInterface
public interface HashProgress {

    /** Hears nothing and never ends. */
    HashProgress NONE = (done, total) -> true;

    /** Whether to go on after {@code doneBytes} of {@code totalBytes}. */
    boolean goOn(long doneBytes, long totalBytes);
}
