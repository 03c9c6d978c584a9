package io.colama.guest.file;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Ends mounts. */
final class Unmount {

    private static final int MOST_TRIES = 100;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Unmount() {}

    /**
     * Ends a mount. A process that another test is just starting has for a moment what this one had
     * open there, so that it is busy: then it is tried again.
     */
    static void at(Path place) throws IOException {
        ForeignTool umount = ForeignTool.require("umount");
        try {
            ForeignTool.Outcome outcome = umount.tryRun(place);
            for (int i = 1; i < MOST_TRIES && outcome.errors().contains("busy"); i++) {
                LockSupport.parkNanos(PAUSE.toNanos());
                outcome = umount.tryRun(place);
            }
            if (outcome.exitCode() != 0) {
                throw new IOException(outcome.toString());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + place + " was unmounted", interrupted);
        }
    }
}
