package io.colama.server.task;

import io.colama.operations.Task;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One attempt at a task by a worker of this process: what it counts, and whether it is to stop. */
public final class TaskRun implements Task {

    /** Why an attempt is to stop. */
    enum Stop {
        /** It is not. */
        NONE,
        /** Somebody does not want the task any more. */
        CANCELLED,
        /** It took too long. */
        LATE,
        /** The server ends, and another attempt follows. */
        RELEASED,
        /** Another worker has it. */
        LOST
    }

    /** Ends an attempt that cannot go on before something happens outside. */
    public static final class Paused extends IOException {
        private static final long serialVersionUID = 1;

        /** For this reason. */
        public Paused(String message) {
            super(message);
        }
    }

    /** Where the lines of the log go. */
    interface Lines {
        void add(String line);
    }

    private final StoredTask task;
    private final Lines lines;
    private final AtomicLong done = new AtomicLong();
    private final AtomicBoolean touched = new AtomicBoolean();
    private volatile String phase = "";
    private volatile long total;
    private volatile Stop stop = Stop.NONE;
    private volatile Runnable wake = () -> {};

    TaskRun(StoredTask task, Lines lines) {
        this.task = task;
        this.lines = lines;
    }

    StoredTask task() {
        return task;
    }

    /** How far it is. */
    record Progress(String phase, long done, long total) {}

    @Override
    public void begin(String what, long totalBytes) {
        phase = what;
        total = totalBytes;
        done.set(0);
        touched.set(true);
        lines.add(what);
    }

    @Override
    public void advance(long bytes) {
        done.addAndGet(bytes);
        touched.set(true);
    }

    @Override
    public boolean cancelled() {
        return stop != Stop.NONE;
    }

    /** Adds a line to the log. */
    public void log(String line) {
        lines.add(line);
    }

    /** What is to be done when it is to stop, so that whoever waits for something looks up. */
    public void onStop(Runnable action) {
        wake = action;
        if (cancelled()) {
            action.run();
        }
    }

    Stop stopped() {
        return stop;
    }

    void stop(Stop reason) {
        if (stop == Stop.NONE) {
            stop = reason;
        }
        wake.run();
    }

    Progress progress() {
        return new Progress(phase, done.get(), total);
    }

    /** Whether it has gone on since this was last asked. */
    boolean wasTouched() {
        return touched.getAndSet(false);
    }
}
