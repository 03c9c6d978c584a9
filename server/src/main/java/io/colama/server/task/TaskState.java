package io.colama.server.task;

import java.util.Locale;

/** What has become of a task. */
public enum TaskState {
    /** Nobody has taken it yet. */
    QUEUED,
    /** A worker has it. */
    RUNNING,
    /** It needs something from outside before a worker can take it. */
    WAITING,
    /** It is done. */
    SUCCEEDED,
    /** It could not be done. */
    FAILED,
    /** Somebody did not want it any more. */
    CANCELLED;

    /** The name in the API and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing can follow. */
    public boolean isEnd() {
        return switch (this) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case QUEUED, RUNNING, WAITING -> false;
        };
    }

    static TaskState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
