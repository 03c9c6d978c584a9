package io.colama.server.upload;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.server.task.TaskRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A file that arrives from its beginning to its end: who reads of it waits until it is there.
 * Threads: any number read, one at a time writes.
 */
final class Arrival {

    /** How long a reader waits for the next byte before it gives up for now. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LOOK_MILLIS = 1000;
    private static final long STEP = 1 << 20;

    /** What is zero and stands at a multiple of so many bytes is left out of the file. */
    static final int HOLE = 1 << 16;

    private final Path path;
    private final long bytes;
    private final LongSupplier known;
    private final boolean untouched;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final BitSet holes = new BitSet();
    private long arrived;

    /**
     * A file.
     *
     * @param bytes how long it is going to be; the file has this length from the beginning
     * @param arrived how much of it has come before
     * @param untouched whether nothing was ever written behind that
     * @param known tells how much has come, also to other servers
     */
    Arrival(Path path, long bytes, long arrived, boolean untouched, LongSupplier known) {
        this.untouched = untouched;
        this.path = path;
        this.bytes = bytes;
        this.arrived = arrived;
        this.known = known;
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    /** Whether what has not come yet are holes of the file for certain. */
    boolean untouched() {
        return untouched;
    }

    /** Held by the one request that writes. */
    ReentrantLock writing() {
        return writing;
    }

    /** How much has come. */
    long arrived() {
        lock.lock();
        try {
            return arrived;
        } finally {
            lock.unlock();
        }
    }

    /** Says that everything up to there can be read. */
    void reached(long end) {
        lock.lock();
        try {
            arrived = Math.max(arrived, end);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that a whole {@link #HOLE} is zero, and was left out of the file. */
    void leftOut(long offset) {
        lock.lock();
        try {
            holes.set(Math.toIntExact(offset / HOLE));
        } finally {
            lock.unlock();
        }
    }

    /** The run at an offset that has come, as far as that is known. */
    Run arrivedRun(long offset) {
        lock.lock();
        try {
            long even = arrived / STEP * STEP;
            long end = even > offset ? even : arrived;
            int number = Math.toIntExact(offset / HOLE);
            boolean hole = holes.get(number);
            int next = hole ? holes.nextClearBit(number) : holes.nextSetBit(number);
            if (next >= 0) {
                end = Math.min(end, (long) next * HOLE);
            }
            return new Run(offset, end - offset, hole ? Run.Kind.HOLE : Run.Kind.DATA);
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait look whether they are still to. */
    void wake() {
        lock.lock();
        try {
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything up to {@code end} can be read.
     *
     * @throws TaskRun.Paused when nothing has come for a while
     */
    void await(long end, TaskRun run) throws IOException {
        lock.lock();
        try {
            long seen = arrived;
            long patience = PATIENCE.toMillis();
            while (arrived < end) {
                run.check();
                if (patience <= 0) {
                    throw new TaskRun.Paused("waiting for more bytes");
                }
                long before = patience;
                if (!more.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    patience = before - LOOK_MILLIS;
                    look();
                }
                if (arrived > seen) {
                    seen = arrived;
                    patience = PATIENCE.toMillis();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskRun.Paused("interrupted");
        } finally {
            lock.unlock();
        }
    }

    /** Another server may write to it. */
    private void look() {
        if (!writing.isLocked()) {
            arrived = Math.max(arrived, known.getAsLong());
        }
    }

    /** The file, for one reader. */
    BlockSource open(TaskRun run) throws IOException {
        return new Waiting(this, BlockSources.file(path), run);
    }

    /** Waits before it reads. */
    private record Waiting(Arrival arrival, BlockSource file, TaskRun run) implements BlockSource {

        @Override
        public long size() {
            return arrival.bytes;
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            Objects.checkFromIndexSize(offset, target.remaining(), arrival.bytes);
            arrival.await(offset + target.remaining(), run);
            file.read(offset, target);
        }

        /**
         * Asks the file for its holes only when it is complete: what is a hole before that may be
         * data in a moment, and the file remembers what it said. Until then, what was left out when
         * it came is known.
         */
        @Override
        public Run runAt(long offset) throws IOException {
            Objects.checkIndex(offset, arrival.bytes);
            arrival.await(offset + 1, run);
            return arrival.arrived() >= arrival.bytes
                    ? file.runAt(offset)
                    : arrival.arrivedRun(offset);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
