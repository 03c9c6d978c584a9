package io.colama.server.catalogue;

import io.colama.operations.KeptSearch;
import io.colama.operations.KeptSearch.Refreshed;
import io.colama.operations.Search;
import io.colama.operations.Task;
import io.colama.search.index.Completion;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of the search, and brings it up to date behind the requests when it is told what
 * changed. A question waits for the changes before it, but not longer than two seconds; only the
 * first refresh is waited for as long as it takes.
 *
 * <p>Threads: any number.
 */
final class IndexKeeper implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final KeptSearch search;
    private final Consumer<Set<String>> after;
    private final ExecutorService behind =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("index").factory());

    /** Guards what follows. */
    private final Object monitor = new Object();

    private final Set<String> changed = new HashSet<>();
    private long told;
    private long done;
    private boolean begun;
    private boolean working;
    private boolean all = true;
    private volatile boolean closed;

    /**
     * The keeper of an index.
     *
     * @param after is told the machines of each refresh, none where any may have changed; called by
     *     one thread at a time
     */
    IndexKeeper(KeptSearch search, Consumer<Set<String>> after) {
        this.search = search;
        this.after = after;
    }

    /** Some machines may have changed; without any, some may have been inspected. */
    void changed(Set<String> machines) {
        synchronized (monitor) {
            changed.addAll(machines);
            told++;
            if (!working && !closed) {
                working = true;
                behind.execute(this::work);
            }
        }
    }

    private void work() {
        while (true) {
            Set<String> machines;
            Optional<Set<String>> only;
            long upTo;
            synchronized (monitor) {
                if (done == told || closed) {
                    working = false;
                    monitor.notifyAll();
                    return;
                }
                upTo = told;
                machines = Set.copyOf(changed);
                only = all ? Optional.empty() : Optional.of(machines);
                changed.clear();
                all = false;
            }
            Refreshed refreshed = refresh(only);
            synchronized (monitor) {
                begun = true;
                if (refreshed == Refreshed.HINDERED) {
                    changed.addAll(machines);
                    all |= only.isEmpty();
                    pause();
                } else {
                    done = upTo;
                }
                monitor.notifyAll();
            }
        }
    }

    private Refreshed refresh(Optional<Set<String>> machines) {
        try {
            Refreshed refreshed = search.refresh(machines, Task.unwatched(() -> closed));
            boolean some = machines.isEmpty() || !machines.get().isEmpty();
            if (some || refreshed == Refreshed.CHANGED) {
                after.accept(machines.orElse(Set.of()));
            }
            return refreshed;
        } catch (IOException | RuntimeException failure) {
            if (closed) {
                LOG.debug("the server ends", failure);
            } else {
                LOG.error("the index of the search cannot be brought up to date", failure);
            }
            synchronized (monitor) {
                all = true; // the next one looks at everything
            }
            return Refreshed.UNCHANGED;
        }
    }

    /** Lets others who change the index go first. */
    private void pause() {
        long until = System.nanoTime() + AGAIN_NANOS;
        try {
            for (long left = AGAIN_NANOS; left > 0 && !closed; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(monitor, left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Searches. */
    Search.Result run(Search.Request request) throws IOException {
        await();
        return search.run(request);
    }

    /** Searches the index as it is. */
    Search.Result runNow(Search.Request request) throws IOException {
        return search.run(request);
    }

    /** How a query can go on. */
    Completion complete(String text, int position) throws IOException {
        await();
        return search.complete(text, position);
    }

    private void await() throws IOException {
        long from = System.nanoTime();
        synchronized (monitor) {
            long wanted = told;
            while (done < wanted && !closed) {
                long left = begun ? WAIT_NANOS - (System.nanoTime() - from) : WAIT_NANOS;
                if (left <= 0) {
                    return;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(monitor, left);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    throw new IOException("stopped while the index was brought up to date", stop);
                }
            }
        }
    }

    /** Waits for what is being done: an interrupt would close files that others read. */
    @Override
    public void close() throws IOException {
        synchronized (monitor) {
            closed = true;
            monitor.notifyAll();
        }
        try (search) {
            behind.close();
        }
    }
}
