package io.colama.server.upload;

import io.colama.block.Zeros;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Writes the body of one request into a file that arrives, and syncs behind: what is told to be
 * received is on the disk.
 *
 * <p>Bytes are written in whole pages, as the kernel clears the rest of a page that is written in
 * parts; zeros stay holes where nothing was written before. While one stretch is synced, the next
 * one is taken, but not a third. Threads: one.
 */
final class BodyWriter {

    /** So many bytes are written between two syncs. */
    private static final long SYNC_BYTES = 64L << 20;

    private static final int BUFFER = 1 << 18;
    private static final int PAGE = 1 << 12;

    /** What comes in smaller pieces than this has not waited for us. */
    private static final int SMALL = 1 << 12;

    private final Arrival arrival;
    private final Received received;
    private final long offset;
    private final boolean fresh;
    private final byte[] piece = new byte[BUFFER];
    private Optional<FutureTask<Long>> syncing = Optional.empty();
    private long synced;
    private long at;

    /** The beginning of a page of which the rest has not come, in the piece. */
    private int held;

    /** Is told how far it is. */
    interface Received {

        /** The first bytes can be read. */
        void begun();

        /** All up to {@code now} is on the disk, and was up to {@code before} already. */
        void synced(long before, long now) throws IOException;

        /** Refuses bytes up to an end behind that of the file. */
        void check(long end) throws OperationException;

        /** Refuses more bytes when there is no room for them. */
        void requireRoom() throws IOException;
    }

    /** A body whose first byte has this offset in the file. */
    BodyWriter(Arrival arrival, long offset, Received received) {
        this.arrival = arrival;
        this.received = received;
        this.offset = offset;
        this.fresh = arrival.untouched() && arrival.arrived() == offset;
        this.synced = offset;
        this.at = offset;
    }

    /**
     * Writes all of it.
     *
     * @return where the file ends now; all before is on the disk
     * @throws OperationException when it broke off: what came of it is kept
     */
    long write(InputStream body) throws IOException {
        try (FileChannel channel = FileChannel.open(arrival.path(), StandardOpenOption.WRITE)) {
            try {
                boolean more = true;
                while (more) {
                    Piece next = next(body);
                    received.check(at + next.bytes);
                    put(channel, next);
                    if (at - synced >= SYNC_BYTES && syncsBehind(channel)) {
                        received.requireRoom();
                    }
                    more = next.isFollowed();
                }
            } finally {
                awaitSync();
                if (at > synced) {
                    synced = sync(channel, synced, at);
                }
            }
        }
        return synced;
    }

    private void put(FileChannel channel, Piece next) throws IOException {
        int whole = next.end ? next.bytes : toPageEnd(next.bytes);
        ByteBuffer bytes = ByteBuffer.wrap(piece, 0, whole);
        if (fresh) {
            putData(channel, bytes);
        } else {
            write(channel, at, bytes);
        }
        held = next.bytes - whole;
        System.arraycopy(piece, whole, piece, 0, held);
        boolean first = at == offset && whole > 0;
        at += whole;
        arrival.reached(at);
        if (first) {
            received.begun();
        }
    }

    /**
     * Bytes of a body.
     *
     * @param bytes how many, with those that were held
     * @param end whether no more follow
     * @param broke whether the client went away, or said nothing, before the end
     */
    private record Piece(int bytes, boolean end, boolean broke) {

        boolean isFollowed() throws OperationException {
            if (broke) {
                throw new OperationException(
                        Failure.USAGE, "the body broke off: what came of it is kept, go on there");
            }
            return !end;
        }
    }

    /** How many of the bytes that follow end with a page: readers can do nothing with a part. */
    private int toPageEnd(int bytes) {
        return Math.max(0, bytes - (int) ((at + bytes) % PAGE));
    }

    /**
     * Reads a piece behind what is held, to where holes end at the most, or as much as came
     * together: small writes are slow.
     */
    private Piece next(InputStream body) {
        int room = BUFFER - (int) (at % BUFFER);
        int bytes = held;
        try {
            while (bytes < room) {
                int count = body.read(piece, bytes, room - bytes);
                if (count < 0) {
                    return new Piece(bytes, true, false);
                }
                bytes += count;
                if (count < SMALL) {
                    break;
                }
            }
            return new Piece(bytes, false, false);
        } catch (IOException gone) {
            return new Piece(bytes, true, true);
        }
    }

    private void putData(FileChannel channel, ByteBuffer bytes) throws IOException {
        int from = 0;
        int first = (int) (-at & (Arrival.HOLE - 1));
        for (int hole = first; hole + Arrival.HOLE <= bytes.limit(); hole += Arrival.HOLE) {
            if (Zeros.are(bytes, hole, Arrival.HOLE)) {
                write(channel, at + from, bytes.slice(from, hole - from));
                arrival.leftOut(at + hole);
                from = hole + Arrival.HOLE;
            }
        }
        write(channel, at + from, bytes.slice(from, bytes.limit() - from));
    }

    private static void write(FileChannel channel, long offset, ByteBuffer bytes)
            throws IOException {
        for (long to = offset; bytes.hasRemaining(); ) {
            to += channel.write(bytes, to);
        }
    }

    /** Begins to sync a stretch that is full, if the one before is done or another is full too. */
    private boolean syncsBehind(FileChannel channel) throws IOException {
        if (syncing.isPresent() && !syncing.get().isDone() && at - synced < 2 * SYNC_BYTES) {
            return false;
        }
        awaitSync();
        long from = synced;
        long to = at;
        if (to - from < SYNC_BYTES) {
            return false;
        }
        FutureTask<Long> next = new FutureTask<>(() -> sync(channel, from, to));
        syncing = Optional.of(next);
        Thread.ofVirtual().name("upload-sync").start(next);
        return true;
    }

    /**
     * Waits for what is being synced; an interrupt waits too, or the file would be closed below.
     */
    private void awaitSync() throws IOException {
        if (syncing.isEmpty()) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    synced = syncing.get().get();
                    return;
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    throw failure.getCause() instanceof IOException cause
                            ? cause
                            : new IOException("what came could not be synced", failure);
                }
            }
        } finally {
            syncing = Optional.empty();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long sync(FileChannel channel, long before, long now) throws IOException {
        channel.force(false);
        received.synced(before, now);
        return now;
    }
}
