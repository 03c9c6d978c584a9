package io.colama.nbd.client;

import io.colama.nbd.Wire;
import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Gives up servers that say nothing although something is expected of them. */
final class Patience implements Closeable {

    private static final int TICKS = 4;

    private final Duration longest;
    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock;

    Patience(Duration longest) {
        this.longest = longest;
        clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
        long tick = Math.max(1, longest.dividedBy(TICKS).toMillis());
        var _ =
                clock.scheduleWithFixedDelay(
                        () -> all.forEach(Watched::look), tick, tick, TimeUnit.MILLISECONDS);
    }

    /**
     * Watches a connection until what is returned is closed.
     *
     * @param expecting whether the server has something to say
     * @param giveUp is told why
     */
    Watch watch(Wire wire, BooleanSupplier expecting, Consumer<NbdException> giveUp) {
        Watched watched = new Watched(wire::moved, expecting, giveUp);
        all.add(watched);
        return () -> all.remove(watched);
    }

    /** Watches something that has to be over in time, however much is said. */
    Watch limit(Consumer<NbdException> giveUp) {
        Watched watched = new Watched(() -> 0, () -> true, giveUp);
        all.add(watched);
        return () -> all.remove(watched);
    }

    /** Ends the watching. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private final class Watched {
        private final LongSupplier moved;
        private final BooleanSupplier expecting;
        private final Consumer<NbdException> giveUp;
        private long movedBefore = -1;
        private int still;

        Watched(LongSupplier moved, BooleanSupplier expecting, Consumer<NbdException> giveUp) {
            this.moved = moved;
            this.expecting = expecting;
            this.giveUp = giveUp;
        }

        void look() {
            long now = moved.getAsLong();
            still = expecting.getAsBoolean() && now == movedBefore ? still + 1 : 0;
            movedBefore = now;
            if (still >= TICKS) {
                all.remove(this);
                giveUp.accept(
                        new NbdException.Lost(
                                "the server did not answer within %d seconds"
                                        .formatted(Math.ceilDiv(longest.toMillis(), 1000))));
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
