package io.colama.nbd.server;

import io.colama.block.Closing;
import io.colama.nbd.Transport;
import io.colama.nbd.Wire;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Serves disks to any number of clients.
 *
 * <p>Threads: any. Closing stops listening, lets requests that were read be answered for at most
 * {@value #PATIENCE_SECONDS} seconds, and ends all connections. Listening sockets are closed with
 * it; the exports are not.
 */
public final class NbdServer implements Closeable {

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int MOST_STILL_TICKS = 6;
    private static final int FAST_CONNECTIONS = 32;
    private static final int PATIENCE_SECONDS = 4;

    /** 32 MiB of buffers. */
    private static final int MOST_CHUNKS = 128;

    private final Exports exports;
    private final TlsPolicy tls;
    private final Reports reports;
    private final int mostConnections;
    private final Duration tick;
    private final Chunks chunks = new Chunks(MOST_CHUNKS);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Collection<ServerSocketChannel> listening = ConcurrentHashMap.newKeySet();
    private final Phaser running = new Phaser(1);
    private final ScheduledExecutorService watch;
    private volatile boolean closed;

    /**
     * A server that does not listen yet.
     *
     * @param mostConnections how many clients at once; further ones are turned away
     */
    public NbdServer(Exports exports, TlsPolicy tls, int mostConnections, Reports reports) {
        this(exports, tls, mostConnections, reports, TICK);
    }

    /**
     * A server that does not listen yet.
     *
     * @param tick how often it looks for clients that keep it waiting
     */
    NbdServer(Exports exports, TlsPolicy tls, int mostConnections, Reports reports, Duration tick) {
        this.exports = exports;
        this.tls = tls;
        this.mostConnections = mostConnections;
        this.tick = tick;
        this.reports = reports;
        watch = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
        var _ =
                watch.scheduleWithFixedDelay(
                        this::lookAtAll, tick.toMillis(), tick.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes clients from a bound socket, on a thread of its own, and returns at once. */
    public void listen(ServerSocketChannel socket) {
        listening.add(socket);
        running.register();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        accept(socket);
                    } finally {
                        running.arriveAndDeregister();
                    }
                });
    }

    private void accept(ServerSocketChannel socket) {
        while (!closed) {
            SocketChannel client;
            try {
                client = socket.accept();
            } catch (ClosedChannelException ended) {
                return;
            } catch (IOException failure) {
                reports.problem("a client could not be accepted: " + failure.getMessage());
                if (!socket.isOpen()) {
                    return;
                }
                pause();
                continue;
            }
            running.register();
            thread().start(() -> {
                try {
                    serve(client);
                } finally {
                    running.arriveAndDeregister();
                }
            });
        }
    }

    /**
     * A thread for a connection. The first ones get one of the system's: it wakes up sooner when a
     * request comes than a virtual one, which waits for another thread that waits for the socket.
     */
    private Thread.Builder thread() {
        return connections.size() < FAST_CONNECTIONS
                ? Thread.ofPlatform().daemon().name("colama-nbd")
                : Thread.ofVirtual();
    }

    /** When there are no more file descriptors, trying again at once would not help. */
    private void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }

    private void serve(SocketChannel client) {
        try (client) {
            if (connections.size() >= mostConnections) {
                reports.problem(
                        "a client was turned away: there are %d already"
                                .formatted(mostConnections));
                return;
            }
            serve(Transport.of(client));
        } catch (IOException failure) {
            reports.problem("a connection ended: " + failure.getMessage());
        }
    }

    /**
     * Serves one client on this thread until it has gone.
     *
     * @param transport is closed
     */
    public void serve(Transport transport) {
        Connection connection = new Connection(exports, tls, chunks, reports, new Wire(transport));
        connections.add(connection);
        try {
            if (closed) {
                connection.cut();
            } else {
                connection.run();
            }
        } catch (EOFException | SocketException | ClosedChannelException gone) {
            if (!closed) {
                reports.problem("a client has gone without a farewell: " + gone.getMessage());
            }
        } catch (IOException failure) {
            reports.problem("a connection was ended: " + failure.getMessage());
        } catch (RuntimeException bug) {
            reports.problem("a connection was ended: " + bug);
        } finally {
            connections.remove(connection);
        }
    }

    private void lookAtAll() {
        for (Connection connection : connections) {
            if (connection.still() >= MOST_STILL_TICKS) {
                try {
                    reports.problem(
                            "a client kept the server waiting for %d seconds and was cut off"
                                    .formatted(tick.multipliedBy(MOST_STILL_TICKS).toSeconds()));
                    connection.cut();
                } catch (IOException failure) {
                    reports.problem(
                            "a client that was cut off: " + String.valueOf(failure.getMessage()));
                }
            }
        }
    }

    /** How many clients there are. */
    public int connections() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        watch.shutdown();
        try {
            Closing.all(listening);
            Closing.all(connections.stream().map(one -> (Closeable) one::end).toList());
        } finally {
            int phase = running.arrive();
            try {
                running.awaitAdvanceInterruptibly(phase, PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException late) {
                reports.problem("clients that take no replies are cut off");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            Closing.all(
                    List.copyOf(connections).stream().map(one -> (Closeable) one::cut).toList());
        }
    }
}
