package io.colama.server.event;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The events of one listener. One thread takes them. */
public final class Subscription implements Closeable {

    /** How many events may wait for a listener. */
    static final int MOST_QUEUED = 2048;

    /** Ends the waiting of {@link #next}. */
    private static final Event.MachineChanged END = new Event.MachineChanged(-1, "", "");

    private final String accountId;
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(MOST_QUEUED);
    private final Consumer<Subscription> onClose;
    private volatile boolean ended;

    Subscription(String accountId, Consumer<Subscription> onClose) {
        this.accountId = accountId;
        this.onClose = onClose;
    }

    String accountId() {
        return accountId;
    }

    /** Adds an event, or ends when too many wait. */
    void offer(Event event) {
        if (!queue.offer(event)) {
            end();
        }
    }

    void end() {
        ended = true;
        var _ = queue.offer(END);
    }

    /** Whether no more events come. */
    public boolean ended() {
        return ended;
    }

    /** The next event; empty when none came in that time, or none will. */
    public Optional<Event> next(Duration most) throws InterruptedException {
        if (ended) {
            return Optional.empty();
        }
        return Optional.ofNullable(queue.poll(most.toMillis(), TimeUnit.MILLISECONDS))
                .filter(event -> !event.equals(END));
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
