package io.colama.cli;

import io.colama.operations.Environment;
import io.colama.operations.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * What a command finds around it while it runs.
 *
 * @param environment the repository, the clock, the user
 * @param out for results
 * @param bytes where {@code out} writes to, for results that are not text
 * @param err for everything else
 * @param terminal who watches
 * @param json whether programs read the results
 * @param quiet whether only what was asked for is printed
 * @param interruption whether the work should stop
 */
record Session(
        Environment environment,
        PrintWriter out,
        OutputStream bytes,
        PrintWriter err,
        Terminal terminal,
        boolean json,
        boolean quiet,
        Interruption interruption) {

    /** Work that reports its progress. */
    interface Work<T> {
        T run(Task task) throws IOException;
    }

    /** Runs work with a progress bar, where somebody watches. */
    <T> T run(Work<T> work) throws IOException {
        try (ProgressBar bar = new ProgressBar(err, interruption)) {
            boolean watched = terminal.err() && !quiet && !json;
            return work.run(watched ? bar : Task.unwatched(interruption));
        }
    }

    /** The style of results. */
    Style style() {
        return terminal.outStyle();
    }

    /** One record, if programs read. Answers whether they do. */
    boolean record(Object result) {
        if (json) {
            out.println(Json.line(result));
        }
        return json;
    }

    /** What was done, for people who want to know. */
    void done(String line) {
        if (!quiet) {
            out.println(line);
        }
    }

    /** What needs attention although the command goes on. */
    void warn(String warning) {
        err.println("colama: warning: " + Style.harmless(warning));
    }
}
