package io.colama.nbd.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Buffers in which data passes through the server: a fixed number of large ones, made when they are
 * first needed and kept. When all are in use a small one is made instead, so that nobody waits for
 * a client that takes no replies. Threads: any number.
 */
final class Chunks {

    /** Room for a piece of data, and for what is sent before it. */
    static final int BYTES = (256 << 10) + 4096;

    private static final int SMALL_BYTES = 16 << 10;

    private final int most;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private int made;

    /** At most this many large buffers. */
    Chunks(int most) {
        this.most = most;
    }

    /** An empty buffer. */
    ByteBuffer borrow() {
        synchronized (free) {
            ByteBuffer kept = free.pollLast();
            if (kept != null) {
                return kept.clear();
            }
            if (made == most) {
                return ByteBuffer.allocate(SMALL_BYTES);
            }
            made++;
        }
        return ByteBuffer.allocateDirect(BYTES);
    }

    /** A buffer is no longer used. */
    void giveBack(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            synchronized (free) {
                free.addLast(buffer);
            }
        }
    }
}
