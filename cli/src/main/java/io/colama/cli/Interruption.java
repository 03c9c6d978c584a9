package io.colama.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What happens at Ctrl-C: the work is asked to stop at its next safe point, the process waits for
 * that a moment and ends with the status that the shell knows for it.
 *
 * <p>Whatever the moment, the repository is intact: nothing is visible before its one commit point.
 */
final class Interruption implements BooleanSupplier {

    private static final int PATIENCE_SECONDS = 5;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean succeeded;

    /** Listens from now on. */
    void listen(PrintWriter err) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(err), "interruption"));
    }

    private void stop(PrintWriter err) {
        if (ended.getCount() == 0) {
            return; // the command ended by itself, this is its exit
        }
        asked.countDown();
        try {
            boolean _ = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!succeeded) {
            err.println("colama: " + MESSAGE);
            err.flush();
        }
    }

    /** What is said to who interrupted. */
    static final String MESSAGE = "interrupted, the repository is intact";

    /** The command has ended; says with which status. */
    void end(int status) {
        succeeded = status == 0;
        ended.countDown();
    }

    /** Waits until the work should stop. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits so long, or until the work should stop. Answers whether it should. */
    boolean await(Duration time) {
        try {
            return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Whether the work should stop. */
    @Override
    public boolean getAsBoolean() {
        return asked.getCount() == 0;
    }
}
