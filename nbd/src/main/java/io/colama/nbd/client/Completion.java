package io.colama.nbd.client;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The end of a request, which one thread waits for and another brings about. */
final class Completion {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    void succeed() {
        done.countDown();
    }

    void fail(Throwable why) {
        failure = why;
        done.countDown();
    }

    /**
     * Waits, also when interrupted: until then the reply may be written to what the request was
     * for.
     *
     * @throws IOException as a new one for each request, with what has happened as its cause
     */
    void await() throws IOException {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure) {
            case null -> {}
            case NbdException.Failed e -> throw e;
            case NbdException.BadServer e -> throw new NbdException.BadServer(e);
            case IOException e -> throw new NbdException.Lost(String.valueOf(e.getMessage()), e);
            case RuntimeException bug -> throw new IllegalStateException(bug);
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
