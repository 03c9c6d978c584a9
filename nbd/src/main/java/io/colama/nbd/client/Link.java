package io.colama.nbd.client;

import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.Magic;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection behind its handshake: requests go out as they are made, replies come back in any
 * order.
 *
 * <p>Threads: any number send; one of its own reads, and is the only one that ends requests that
 * were sent. When the connection ends, whatever the reason, every request on it fails with that.
 */
final class Link implements Closeable, ReplyReader.Requests {

    /** How many requests wait for replies before a sender has to. */
    static final int MOST_WAITING = 16;

    private static final int REQUEST_BYTES = 28;

    private final Wire wire;
    private final Agreement agreement;
    private final Map<Long, Pending> waiting = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final AtomicLong cookies = new AtomicLong();
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Link(Wire wire, Agreement agreement) {
        this.wire = wire;
        this.agreement = agreement;
    }

    /** Begins to read from a connection, which is closed with this. */
    static Link start(Wire wire, Agreement agreement) {
        Link link = new Link(wire, agreement);
        Thread.ofPlatform().daemon().name("colama-nbd-reader").start(link::receive);
        return link;
    }

    Agreement agreement() {
        return agreement;
    }

    Wire wire() {
        return wire;
    }

    /** How many requests wait for replies. */
    int waiting() {
        return waiting.size();
    }

    boolean hasEnded() {
        return end.get() != null;
    }

    /** Why it has ended. */
    @Nullable Throwable ending() {
        return end.get();
    }

    /** Sends a request; what becomes of it, also of sending it, its completion tells. */
    void send(Pending request) {
        room.acquireUninterruptibly();
        long cookie = cookies.incrementAndGet();
        waiting.put(cookie, request);
        Throwable over = end.get();
        if (over != null) {
            if (waiting.remove(cookie) != null) {
                room.release();
                request.completion().fail(over);
            }
            return;
        }
        ByteBuffer message = message(request.command(), cookie, request.offset(), request.length());
        sending.lock();
        try {
            wire.write(message);
        } catch (IOException failure) {
            end(new NbdException.Lost("the connection was lost: " + failure.getMessage(), failure));
        } finally {
            sending.unlock();
        }
    }

    private static ByteBuffer message(Command command, long cookie, long offset, long length) {
        return ByteBuffer.allocate(REQUEST_BYTES)
                .putInt(Magic.REQUEST)
                .putShort((short) 0)
                .putShort((short) command.code())
                .putLong(cookie)
                .putLong(offset)
                .putInt((int) length)
                .flip();
    }

    @Override
    public Optional<Pending> find(long cookie) {
        return Optional.ofNullable(waiting.get(cookie));
    }

    @Override
    public void remove(long cookie) {
        if (waiting.remove(cookie) != null) {
            room.release();
        }
    }

    private void receive() {
        Throwable why;
        try {
            ReplyReader replies = new ReplyReader(wire, agreement.structured(), this);
            while (wire.await()) {
                replies.next();
            }
            why = new NbdException.Lost("the server has ended the connection");
        } catch (NbdException.BadServer liar) {
            why = liar;
        } catch (IOException failure) {
            why =
                    new NbdException.Lost(
                            "the connection was lost: " + failure.getMessage(), failure);
        } catch (RuntimeException | Error bug) {
            why = bug;
        }
        end(why);
        Throwable first = why(why);
        for (Long cookie : List.copyOf(waiting.keySet())) {
            Pending request = waiting.remove(cookie);
            if (request != null) {
                room.release();
                request.completion().fail(first);
            }
        }
    }

    private Throwable why(Throwable fallback) {
        Throwable first = end.get();
        return first == null ? fallback : first;
    }

    /** Ends it for a reason; the first one counts. The reader then ends all requests. */
    void end(Throwable why) {
        if (end.compareAndSet(null, why)) {
            try {
                wire.close();
            } catch (IOException second) {
                why.addSuppressed(second);
            }
        }
    }

    /** Says farewell, if that is possible at once. Requests that wait fail. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true) || hasEnded()) {
            return;
        }
        if (waiting.isEmpty() && sending.tryLock()) {
            try {
                wire.write(message(Command.DISCONNECT, 0, 0, 0));
            } catch (IOException gone) {
                end(gone);
            } finally {
                sending.unlock();
            }
        }
        end(new NbdException.Lost("the disk was closed"));
    }
}
