package io.colama.nbd.client;

import io.colama.block.Closing;
import io.colama.nbd.Wire;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one export: as many as there is work for, and made again when they are lost,
 * where that is wanted. Threads: any number.
 */
final class Links implements Closeable {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Dialer dialer;
    private final int reconnect;
    private final Patience patience;
    private final Agreement agreement;
    private final List<Known> links = new ArrayList<>();
    private final Set<Wire> dialing = ConcurrentHashMap.newKeySet();
    private final ReentrantLock reconnecting = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int most;
    private int opening;
    private @Nullable Throwable lastEnd;

    private Links(Dialer dialer, NbdOptions options) throws IOException {
        this.dialer = dialer;
        this.reconnect = options.reconnect();
        this.patience = new Patience(options.patience());
        try {
            Known first = open(Optional.empty());
            agreement = first.link().agreement();
            links.add(first);
        } catch (IOException | RuntimeException failure) {
            patience.close();
            throw failure;
        }
        most = agreement.severalConnections() ? options.connections() : 1;
    }

    /** A connection, and the end of watching it. */
    private record Known(Link link, Patience.Watch watch) {}

    /** Makes the first connection. */
    static Links open(Dialer dialer, NbdOptions options) throws IOException {
        return new Links(dialer, options);
    }

    Agreement agreement() {
        return agreement;
    }

    /** How many connections there are. */
    synchronized int count() {
        return links.size();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void checkOpen() throws ClosedChannelException {
        if (isClosed()) {
            throw new ClosedChannelException();
        }
    }

    /** The connection with the least to do. */
    Link choose() throws IOException {
        checkOpen();
        synchronized (this) {
            prune();
            if (!links.isEmpty()) {
                Link best =
                        links.stream()
                                .map(Known::link)
                                .min(Comparator.comparingInt(Link::waiting))
                                .orElseThrow();
                if (best.waiting() > 0 && links.size() + opening < most) {
                    opening++;
                    Thread.ofVirtual().start(this::openFurther);
                }
                return best;
            }
            if (lastEnd instanceof NbdException.BadServer liar) {
                throw new NbdException.BadServer(liar);
            }
        }
        return openAgain();
    }

    /** Forgets connections that have ended. */
    private void prune() {
        for (Known known : List.copyOf(links)) {
            if (known.link().hasEnded()) {
                known.watch().close();
                links.remove(known);
                lastEnd = known.link().ending();
                if (reconnect == 0) {
                    most = Math.max(1, links.size());
                }
            }
        }
    }

    /** Another connection is a gain, not a need: if it fails, there are no more than now. */
    private void openFurther() {
        try {
            Known further = open(Optional.of(agreement));
            synchronized (this) {
                opening--;
                links.add(further);
            }
            if (isClosed()) {
                further.link().close();
            }
        } catch (IOException failure) {
            synchronized (this) {
                opening--;
                most = Math.max(1, links.size());
            }
        }
    }

    private Link openAgain() throws IOException {
        reconnecting.lock();
        try {
            synchronized (this) {
                prune();
                if (!links.isEmpty()) {
                    return links.getFirst().link();
                }
            }
            return tryAgain();
        } finally {
            reconnecting.unlock();
        }
    }

    private Link tryAgain() throws IOException {
        NbdException last = lost();
        long pause = FIRST_PAUSE_MILLIS;
        for (int i = 0; i < reconnect; i++) {
            pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            try {
                Known made = open(Optional.of(agreement));
                synchronized (this) {
                    links.add(made);
                }
                if (isClosed()) {
                    made.link().close();
                }
                return made.link();
            } catch (NbdException.Lost | NbdException.Unreachable failure) {
                last = failure;
            }
        }
        throw last;
    }

    private synchronized NbdException lost() {
        Throwable end = lastEnd;
        String why = end == null ? "the connection was lost" : String.valueOf(end.getMessage());
        return end == null ? new NbdException.Lost(why) : new NbdException.Lost(why, end);
    }

    private void pause(long millis) throws IOException {
        try {
            if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                throw new ClosedChannelException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private Known open(Optional<Agreement> before) throws IOException {
        Wire wire = dialer.connect();
        dialing.add(wire);
        AtomicReference<@Nullable NbdException> gaveUp = new AtomicReference<>();
        try (Patience.Watch _ =
                patience.limit(why -> {
                    gaveUp.set(why);
                    Closing.after(why, wire);
                })) {
            checkOpen();
            Agreement agreed = dialer.negotiate(wire);
            if (before.isPresent() && !agreed.isLike(before.get())) {
                throw new NbdException.BadServer(
                        "another connection finds another disk: %d bytes, %d before"
                                .formatted(agreed.sizeBytes(), before.get().sizeBytes()));
            }
            Link link = Link.start(wire, agreed);
            return new Known(link, patience.watch(wire, () -> link.waiting() > 0, link::end));
        } catch (IOException failure) {
            Closing.after(failure, wire);
            NbdException late = gaveUp.get();
            throw late == null ? named(failure) : late;
        } catch (RuntimeException bug) {
            Closing.after(bug, wire);
            throw bug;
        } finally {
            dialing.remove(wire);
        }
    }

    private IOException named(IOException failure) {
        if (failure instanceof NbdException || isClosed()) {
            return failure;
        }
        String what =
                failure instanceof EOFException
                        ? "the server has hung up in the handshake"
                        : "the handshake failed: " + failure.getMessage();
        return new NbdException.Lost(what, failure);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        List<Closeable> all = new ArrayList<>(dialing);
        synchronized (this) {
            for (Known known : links) {
                known.watch().close();
                all.add(known.link());
            }
        }
        patience.close();
        Closing.all(all);
    }
}
