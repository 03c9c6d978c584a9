package io.colama.operations;

import io.colama.definition.archive.HashProgress;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;

/** Reports the checking of a manifest to a task. */
final class Hashing implements HashProgress {

    private final Task task;
    private long reported;

    Hashing(Task task) {
        this.task = task;
    }

    @Override
    public boolean goOn(long doneBytes, long totalBytes) {
        task.advance(doneBytes - reported);
        reported = doneBytes;
        return !task.cancelled();
    }

    /** What a cancelled check ends with. */
    static InterruptedIOException interrupted(CancellationException cancelled) {
        InterruptedIOException told = new InterruptedIOException("interrupted");
        told.initCause(cancelled);
        return told;
    }
}
