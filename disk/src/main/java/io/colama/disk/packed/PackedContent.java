package io.colama.disk.packed;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a compressed file decodes to, with a window of pieces that were decoded last.
 *
 * <p>Any number of threads; one decodes while the others wait in the order in which they came.
 */
final class PackedContent implements BlockSource {

    private static final int PIECE = 1 << 18;
    private static final int PIECES = 64;

    private final Packing packing;
    private final BlockSource file;
    private final String name;
    private final long size;
    private final int pieceBytes;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final byte[] @Nullable [] window;
    private @Nullable Unpacker unpacker;
    private boolean closed;
    private long next;
    private long starts;

    /** The content of {@code file}, which it does not close. */
    PackedContent(Packing packing, BlockSource file, String name, long size) {
        this(packing, file, name, size, PIECE, PIECES);
    }

    PackedContent(
            Packing packing, BlockSource file, String name, long size, int pieceBytes, int pieces) {
        this.packing = packing;
        this.file = file;
        this.name = name;
        this.size = size;
        this.pieceBytes = pieceBytes;
        this.window = new byte[pieces][];
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        lock.lock();
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            long at = offset;
            while (target.hasRemaining()) {
                byte[] piece = piece(at / pieceBytes);
                int within = (int) (at % pieceBytes);
                int length = Math.min(target.remaining(), pieceBytes - within);
                target.put(piece, within, length);
                at += length;
            }
        } finally {
            lock.unlock();
        }
    }

    /** How often decoding was started. */
    long starts() {
        lock.lock();
        try {
            return starts;
        } finally {
            lock.unlock();
        }
    }

    private byte[] piece(long index) throws IOException {
        byte[] kept = window[slot(index)];
        if (kept != null && index < next && index >= next - window.length) {
            return kept;
        }
        if (index < next || unpacker == null) {
            start();
        }
        byte[] piece = decodeNext();
        while (next <= index) {
            piece = decodeNext();
        }
        return piece;
    }

    private int slot(long index) {
        return (int) (index % window.length);
    }

    private void start() throws IOException {
        stop();
        unpacker = Unpacker.open(packing, file, name);
        starts++;
    }

    private byte[] decodeNext() throws IOException {
        Unpacker from = Objects.requireNonNull(unpacker, "decoding was started");
        byte[] piece = window[slot(next)];
        if (piece == null) {
            piece = new byte[(int) Math.min(pieceBytes, size)];
            window[slot(next)] = piece;
        }
        long offset = next * pieceBytes;
        int length = (int) Math.min(pieceBytes, size - offset);
        try {
            from.fill(piece, length, offset);
            if (offset + length == size) {
                from.end(size);
                from.close();
                unpacker = null;
            }
            next++;
        } catch (IOException | RuntimeException failure) {
            stop();
            throw failure;
        }
        return piece;
    }

    /** Forgets the decoder and what it gave. */
    private void stop() throws IOException {
        next = 0;
        if (unpacker != null) {
            unpacker.close();
            unpacker = null;
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        return new Run(offset, size - offset, Run.Kind.DATA);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            stop();
        } finally {
            lock.unlock();
        }
    }
}
