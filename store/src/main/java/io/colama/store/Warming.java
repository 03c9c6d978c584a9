package io.colama.store;

import io.colama.block.Run;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Decodes parts of a disk in the background, leaf by leaf, so that other work of the same threads
 * comes in between; one task at a time. Threads: any number.
 */
final class Warming {

    private static final int MOST_RUNS = 1024;

    private final StoredDiskSource disk;
    private final Workers workers;
    private final long mostBytes;
    private final BooleanSupplier ended;
    private final Deque<Run> runs = new ArrayDeque<>();
    private long nextLeaf;
    private long bytesLeft;
    private boolean running;

    /**
     * Warming of one disk.
     *
     * @param mostBytes how much is decoded at most after a call
     * @param ended whether nothing more is read of it
     */
    Warming(StoredDiskSource disk, Workers workers, long mostBytes, BooleanSupplier ended) {
        this.disk = disk;
        this.workers = workers;
        this.mostBytes = mostBytes;
        this.ended = ended;
    }

    /** Adds runs to what is to be done; those that are too many are left out. */
    void add(List<Run> more) {
        synchronized (runs) {
            bytesLeft = mostBytes;
            for (Run run : more) {
                if (runs.size() < MOST_RUNS) {
                    runs.addLast(run);
                }
            }
            if (running || runs.isEmpty()) {
                return;
            }
            running = true;
        }
        workers.offer(this::step);
    }

    private void step() {
        long leaf = ended.getAsBoolean() ? -1 : next();
        if (leaf >= 0) {
            done(warm(leaf));
            workers.offer(this::step);
        }
    }

    /** The next leaf; -1 when there is none, or enough was done. */
    private long next() {
        synchronized (runs) {
            for (Run run = runs.peekFirst(); run != null && bytesLeft > 0; run = runs.peekFirst()) {
                long leaf = Math.max(nextLeaf, run.offset() / Geometry.LEAF_BYTES);
                if (leaf * Geometry.LEAF_BYTES < run.end()) {
                    nextLeaf = leaf + 1;
                    return leaf;
                }
                runs.removeFirst();
                nextLeaf = 0;
            }
            runs.clear();
            nextLeaf = 0;
            running = false;
            return -1;
        }
    }

    private void done(long bytes) {
        synchronized (runs) {
            bytesLeft -= bytes;
        }
    }

    private long warm(long leaf) {
        try {
            return disk.warm(leaf);
        } catch (IOException e) {
            return 0; // whoever reads it is told
        }
    }
}
