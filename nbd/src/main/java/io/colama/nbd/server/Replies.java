package io.colama.nbd.server;

import io.colama.block.BlockSource;
import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.ErrorCode;
import io.colama.nbd.protocol.Magic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one connection, whole and in any order. Small ones are gathered and sent together;
 * whoever has nothing more to do sends them off.
 *
 * <p>Threads: any number, one after the other. After a failure to write, everything fails.
 */
final class Replies {

    private static final int SIMPLE_BYTES = 16;
    private static final int CHUNK_BYTES = 20;
    private static final int MOST_MESSAGE = 1000;

    /** Longer messages are sent from where they are. */
    private static final int MOST_GATHERED = 16 << 10;

    private final Wire wire;
    private final boolean structured;
    private final Chunks chunks;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ByteBuffer gathered;
    private boolean broken;

    Replies(Wire wire, boolean structured, Chunks chunks) {
        this.wire = wire;
        this.structured = structured;
        this.chunks = chunks;
    }

    boolean structured() {
        return structured;
    }

    /** Room for what is sent before a piece of data. */
    static final int MOST_HEADER = CHUNK_BYTES + Long.BYTES;

    /** The request was carried out, and there is nothing more to say. */
    void done(Request request) throws IOException {
        send(isInChunks(request) ? chunk(request, Chunk.NONE, true, 0) : simple(request, 0));
    }

    /** The request failed. */
    void failed(Request request, ErrorCode error, String message) throws IOException {
        if (!isInChunks(request)) {
            send(simple(request, error.code()));
            return;
        }
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        text = text.length > MOST_MESSAGE ? Arrays.copyOf(text, MOST_MESSAGE) : text;
        int length = Integer.BYTES + Short.BYTES + text.length;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES + length);
        chunk.put(chunk(request, Chunk.ERROR, true, length));
        chunk.putInt(error.code()).putShort((short) text.length).put(text);
        send(chunk.flip());
    }

    /** Whether the reply has to be a structured one; others stay simple, which is shorter. */
    private boolean isInChunks(Request request) {
        Command command = request.command();
        return structured && (command == Command.READ || command == Command.BLOCK_STATUS);
    }

    private static void simpleData(Request request, ByteBuffer target) {
        target.putInt(Magic.SIMPLE_REPLY).putInt(0).putLong(request.cookie());
    }

    /** The header of a chunk of data. */
    static void dataChunk(
            Request request, long offset, long length, boolean last, ByteBuffer target) {
        target.put(chunk(request, Chunk.OFFSET_DATA, last, Long.BYTES + length)).putLong(offset);
    }

    /** A chunk that says that a range reads as zero. */
    void hole(Request request, long offset, int length, boolean last) throws IOException {
        ByteBuffer hole = ByteBuffer.allocate(CHUNK_BYTES + Long.BYTES + Integer.BYTES);
        hole.put(chunk(request, Chunk.OFFSET_HOLE, last, Long.BYTES + Integer.BYTES));
        send(hole.putLong(offset).putInt(length).flip());
    }

    /** A chunk of block status. */
    void status(Request request, ByteBuffer payload, boolean last) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES + payload.remaining());
        chunk.put(chunk(request, Chunk.BLOCK_STATUS, last, payload.remaining())).put(payload);
        send(chunk.flip());
    }

    private static ByteBuffer simple(Request request, int error) {
        return ByteBuffer.allocate(SIMPLE_BYTES)
                .putInt(Magic.SIMPLE_REPLY)
                .putInt(error)
                .putLong(request.cookie())
                .flip();
    }

    private static ByteBuffer chunk(Request request, Chunk type, boolean last, long length) {
        return ByteBuffer.allocate(CHUNK_BYTES)
                .putInt(Magic.STRUCTURED_REPLY)
                .putShort((short) (last ? Chunk.DONE : 0))
                .putShort((short) type.code())
                .putLong(request.cookie())
                .putInt((int) length)
                .flip();
    }

    /** Sends off a message, or puts it to the others that wait. */
    void send(ByteBuffer message) throws IOException {
        lock.lock();
        try {
            ByteBuffer waiting = gathered;
            if (waiting == null) {
                waiting = chunks.borrow();
                gathered = waiting;
            }
            if (message.remaining() <= Math.min(MOST_GATHERED, waiting.remaining())) {
                waiting.put(message);
            } else {
                write(waiting, message);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads a short range into the reply itself, and puts it to the others that wait.
     *
     * @return false when there is no room for it, and nothing was done
     */
    boolean gather(Request request, BlockSource disk) throws IOException, DiskFailure {
        int length = (int) request.length();
        lock.lock();
        try {
            ByteBuffer waiting = gathered;
            if (waiting != null && waiting.remaining() < MOST_HEADER + length) {
                write(waiting);
                waiting = null;
            }
            if (waiting == null) {
                waiting = chunks.borrow();
                gathered = waiting;
            }
            if (waiting.remaining() < MOST_HEADER + length) {
                return false;
            }
            int before = waiting.position();
            try {
                header(request, waiting);
                disk.read(request.offset(), waiting.limit(waiting.position() + length));
            } catch (IOException failure) {
                waiting.position(before);
                throw new DiskFailure(failure);
            } catch (RuntimeException bug) {
                waiting.position(before);
                throw bug;
            } finally {
                waiting.limit(waiting.capacity());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The header of a reply to a read that is sent as a whole. */
    void header(Request request, ByteBuffer target) {
        if (structured) {
            dataChunk(request, request.offset(), request.length(), true, target);
        } else {
            simpleData(request, target);
        }
    }

    /**
     * Sends several messages with nothing between them. When that fails, a part of them may be
     * sent: nothing can follow it then, because it would be taken for the rest.
     */
    void together(Sending sending) throws IOException {
        lock.lock();
        boolean whole = false;
        try {
            sending.send();
            whole = true;
        } finally {
            broken |= !whole;
            lock.unlock();
        }
    }

    /** What is sent with nothing between. */
    @FunctionalInterface
    interface Sending {
        void send() throws IOException;
    }

    /** Sends off everything that waits. */
    void flush() throws IOException {
        lock.lock();
        try {
            ByteBuffer waiting = gathered;
            if (waiting != null) {
                write(waiting);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(ByteBuffer waiting, ByteBuffer... more) throws IOException {
        gathered = null;
        try {
            if (broken) {
                throw new ClosedChannelException();
            }
            ByteBuffer[] all = new ByteBuffer[1 + more.length];
            all[0] = waiting.flip();
            System.arraycopy(more, 0, all, 1, more.length);
            broken = true; // until all of it is out
            wire.write(all);
            broken = false;
        } finally {
            chunks.giveBack(waiting);
        }
    }
}
