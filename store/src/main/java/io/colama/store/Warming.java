package io.colama.store;

import io.colama.block.Run;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes parts of a disk in the background, leaf by leaf, so that other work of the same threads
 * comes in between. Threads: any number.
 */
final class Warming {

    private final StoredDiskSource disk;
    private final Workers workers;
    private final long mostBytes;
    private final BooleanSupplier ended;
    private final AtomicReference<@Nullable Job> current = new AtomicReference<>();

    /**
     * Warming of one disk.
     *
     * @param mostBytes how much one call decodes at most
     * @param ended whether nothing more is read of it
     */
    Warming(StoredDiskSource disk, Workers workers, long mostBytes, BooleanSupplier ended) {
        this.ended = ended;
        this.disk = disk;
        this.workers = workers;
        this.mostBytes = mostBytes;
    }

    /** What is left of a call; one task has it at a time. */
    private static final class Job {
        private final Deque<Run> runs;
        private long next;
        private long bytes;

        Job(List<Run> runs) {
            this.runs = new ArrayDeque<>(runs);
        }

        /** The next leaf; -1 when there is none. */
        long leaf() {
            for (Run run = runs.peekFirst(); run != null; run = runs.peekFirst()) {
                long leaf = Math.max(next, run.offset() / Geometry.LEAF_BYTES);
                if (leaf * Geometry.LEAF_BYTES < run.end()) {
                    next = leaf + 1;
                    return leaf;
                }
                runs.removeFirst();
                Run following = runs.peekFirst();
                if (following != null && following.offset() < run.offset()) {
                    next = 0; // runs may come in any order
                }
            }
            return -1;
        }
    }

    /** Begins with some runs, and gives up earlier ones. */
    void start(List<Run> runs) {
        Job job = new Job(runs);
        current.set(job);
        submit(job);
    }

    private void submit(Job job) {
        workers.offer(() -> {
            if (!ended.getAsBoolean() && current.get() == job && job.bytes < mostBytes) {
                long leaf = job.leaf();
                if (leaf >= 0) {
                    warm(job, leaf);
                    submit(job);
                    return;
                }
            }
            current.compareAndSet(job, null);
        });
    }

    private void warm(Job job, long leaf) {
        try {
            job.bytes += disk.warm(leaf);
        } catch (IOException e) {
            // whoever reads it is told
        }
    }
}
