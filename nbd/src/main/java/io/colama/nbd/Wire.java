package io.colama.nbd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One end of a connection: whole reads through a small buffer, whole writes. Big-endian.
 *
 * <p>Threads: one may read while another writes; who writes from several threads brings a lock.
 * Errors: {@link EOFException} when the other end stops in the middle of something. Closing ends
 * what other threads are waiting for.
 */
public final class Wire implements Closeable {

    private static final int BUFFER_BYTES = 8 << 10;

    private final Transport lowest;
    private volatile Transport transport;
    private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final AtomicLong moved = new AtomicLong();
    private volatile boolean writing;

    /** An end of a connection, which is closed with this. */
    public Wire(Transport transport) {
        this.lowest = transport;
        this.transport = transport;
    }

    /** What lies below. */
    public Transport transport() {
        return transport;
    }

    /** Goes on over another transport, such as one that encrypts; nothing may be buffered. */
    public void continueOver(Transport next) {
        if (input.hasRemaining()) {
            throw new IllegalStateException(input.remaining() + " bytes were not read yet");
        }
        transport = next;
    }

    /** Reads meet the end from now on; writes go on. */
    public void stopReading() throws IOException {
        lowest.stopReading();
    }

    /** How many bytes have come but were not read yet. */
    public int buffered() {
        return input.remaining();
    }

    /** How many bytes were read or written so far: it stands still when the other end does. */
    public long moved() {
        return moved.get();
    }

    /** Whether a write is under way. */
    public boolean isWriting() {
        return writing;
    }

    /** Waits for one more byte; false when the other end has stopped in an orderly way. */
    public boolean await() throws IOException {
        if (input.hasRemaining()) {
            return true;
        }
        input.clear();
        int count;
        try {
            count = transport.in().read(input);
        } finally {
            input.flip();
        }
        count(count);
        return count > 0;
    }

    /** Two bytes, without a sign. */
    public int readShort() throws IOException {
        require(Short.BYTES);
        return Short.toUnsignedInt(input.getShort());
    }

    /** Four bytes. */
    public int readInt() throws IOException {
        require(Integer.BYTES);
        return input.getInt();
    }

    /** Eight bytes. */
    public long readLong() throws IOException {
        require(Long.BYTES);
        return input.getLong();
    }

    /** Fills what remains of the target. */
    public void read(ByteBuffer target) throws IOException {
        int ready = Math.min(target.remaining(), input.remaining());
        target.put(target.position(), input, input.position(), ready);
        target.position(target.position() + ready);
        input.position(input.position() + ready);
        while (target.hasRemaining()) {
            count(received(transport.in().read(target)));
        }
    }

    /** This many bytes; the caller has checked the number. */
    public byte[] readBytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        read(ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Reads bytes that nobody needs. */
    public void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            if (!input.hasRemaining()) {
                require(1);
            }
            int now = (int) Math.min(left, input.remaining());
            input.position(input.position() + now);
            left -= now;
        }
    }

    /** Makes sure that this many bytes, at most the size of the buffer, can be taken from it. */
    private void require(int bytes) throws IOException {
        if (input.remaining() >= bytes) {
            return;
        }
        input.compact();
        try {
            while (input.position() < bytes) {
                count(received(transport.in().read(input)));
            }
        } finally {
            input.flip();
        }
    }

    private static int received(int count) throws EOFException {
        if (count < 0) {
            throw new EOFException("the other end of the connection has gone");
        }
        return count;
    }

    /** Writes all that remains of the buffers, in order. */
    public void write(ByteBuffer... buffers) throws IOException {
        writing = true;
        try {
            for (int i = 0; i < buffers.length; ) {
                if (!buffers[i].hasRemaining()) {
                    i++;
                } else if (i + 1 < buffers.length
                        && transport.out() instanceof GatheringByteChannel all) {
                    moved.addAndGet(all.write(buffers, i, buffers.length - i));
                } else {
                    count(transport.out().write(buffers[i]));
                }
            }
        } finally {
            writing = false;
        }
    }

    private void count(int bytes) {
        if (bytes > 0) {
            moved.addAndGet(bytes);
        }
    }

    /** Says farewell, where the transport has one, and ends. */
    @Override
    public void close() throws IOException {
        writing = true; // a farewell may wait for the other end as any write does
        transport.close();
    }

    /** Ends at once, without a farewell, for which the other end might have to take something. */
    public void cut() throws IOException {
        lowest.close();
    }
}
