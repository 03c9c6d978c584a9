package io.colama.server.task;

import io.colama.operations.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one server: takes tasks, as many as it has places for, and runs each on a virtual
 * thread. Threads: any number.
 */
public final class Workers implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long TICK_MILLIS = 1000;
    private static final long SWEEP_MILLIS = 60_000;

    private final String name = UUID.randomUUID().toString();
    private final Tasks tasks;
    private final Map<String, TaskWork> works;
    private final Clock clock;
    private final Semaphore places;
    private final int placeCount;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("colama-tasks").factory());
    private volatile boolean taking;
    private long nextSweep;

    /** A task that runs here, and what was last written of it. */
    private static final class Held {
        private final TaskRun run;
        private long doneBefore;
        private long timeBefore;
        private long rate;

        Held(TaskRun run, long now) {
            this.run = run;
            this.timeBefore = now;
        }

        /** Bytes in a second since the last time, and a little of the time before. */
        long rate(TaskRun.Progress progress, long now) {
            long took = Math.max(1, now - timeBefore);
            long latest = Math.max(0, progress.done() - doneBefore) * 1000 / took;
            rate = rate == 0 ? latest : (rate * 3 + latest) / 4;
            doneBefore = progress.done();
            timeBefore = now;
            return rate;
        }
    }

    /** Workers of these kinds of work, so many at once. */
    public Workers(Tasks tasks, Collection<? extends TaskWork> works, int most, Clock clock) {
        this.tasks = tasks;
        this.works = works.stream().collect(Collectors.toMap(TaskWork::kind, Function.identity()));
        this.places = new Semaphore(most);
        this.placeCount = most;
        this.clock = clock;
    }

    /** Begins to take tasks. */
    public void start() {
        taking = true;
        var _ = ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks for tasks now, because there may be one. */
    public void look() {
        if (taking) {
            ticker.execute(this::take);
        }
    }

    /** Asks for a task to end, at once if it runs here. */
    public void cancel(String id) {
        tasks.cancel(id);
        Optional.ofNullable(held.get(id)).ifPresent(one -> one.run.stop(TaskRun.Stop.CANCELLED));
    }

    private void tick() {
        try {
            held.values().forEach(this::beat);
            if (clock.millis() >= nextSweep) {
                nextSweep = clock.millis() + SWEEP_MILLIS;
                tasks.sweep();
            }
        } catch (RuntimeException failure) {
            LOG.warn("the progress of tasks could not be written", failure);
        }
        take();
    }

    private void beat(Held one) {
        StoredTask task = one.run.task();
        long now = clock.millis();
        Optional<TaskRun.Progress> progress =
                one.run.wasTouched() ? Optional.of(one.run.progress()) : Optional.empty();
        long rate = progress.map(far -> one.rate(far, now)).orElse(0L);
        Tasks.Beat beat = tasks.beat(task.id(), name, progress, rate);
        if (!beat.held()) {
            one.run.stop(TaskRun.Stop.LOST);
        } else if (beat.cancelAsked()) {
            one.run.stop(TaskRun.Stop.CANCELLED);
        } else if (task.deadline().isPresent() && task.deadline().get().toEpochMilli() < now) {
            one.run.stop(TaskRun.Stop.LATE);
        }
    }

    private void take() {
        try {
            while (taking && places.tryAcquire()) {
                Optional<StoredTask> task = Optional.empty();
                try {
                    task = tasks.claim(name, works.keySet());
                } finally {
                    if (task.isEmpty()) {
                        places.release();
                    }
                }
                if (task.isEmpty()) {
                    return;
                }
                begin(task.get());
            }
        } catch (RuntimeException failure) {
            LOG.warn("tasks could not be looked for", failure);
        }
    }

    private void begin(StoredTask task) {
        TaskRun run = new TaskRun(task, line -> tasks.log(task.id(), line));
        Held one = new Held(run, clock.millis());
        held.put(task.id(), one);
        Thread.ofVirtual()
                .name("colama-task-" + task.id())
                .start(() -> {
                    try {
                        run(task, run);
                    } catch (RuntimeException failure) {
                        LOG.error("the end of task {} could not be written", task.id(), failure);
                    } finally {
                        // one that was given back may have been taken again, as another
                        held.remove(task.id(), one);
                        places.release();
                        look();
                    }
                });
    }

    private void run(StoredTask task, TaskRun run) {
        if (task.cancelAsked()) {
            tasks.end(task.id(), name, Tasks.End.cancelled());
            return;
        }
        if (task.attempts() > Tasks.MOST_ATTEMPTS) {
            tasks.end(
                    task.id(),
                    name,
                    Tasks.End.failed(
                            Failure.FAILED,
                            "given up: it was begun %d times, and each time the server ended"
                                    .formatted(Tasks.MOST_ATTEMPTS)));
            return;
        }
        try {
            TaskWork work = Objects.requireNonNull(works.get(task.kind()), task.kind());
            String result = work.run(task, run);
            tasks.end(task.id(), name, Tasks.End.succeeded(result));
        } catch (TaskRun.Paused paused) {
            tasks.log(task.id(), Failure.message(paused));
            tasks.release(task.id(), name, TaskState.WAITING);
        } catch (IOException | RuntimeException | OutOfMemoryError failure) {
            failed(task, run, failure);
        }
    }

    private void failed(StoredTask task, TaskRun run, Throwable failure) {
        switch (run.stopped()) {
            case CANCELLED -> tasks.end(task.id(), name, Tasks.End.cancelled());
            case LATE ->
                    tasks.end(
                            task.id(),
                            name,
                            Tasks.End.failed(
                                    Failure.FAILED, "it was not done before its deadline"));
            case RELEASED -> tasks.release(task.id(), name, TaskState.QUEUED);
            case LOST -> LOG.warn("task {} was taken by another server", task.id());
            case NONE -> {
                Failure kind = Failure.of(failure);
                boolean unforeseen = kind == Failure.FAILED || !(failure instanceof IOException);
                if (unforeseen) {
                    LOG.error("task {} failed", task.id(), failure);
                }
                String detail =
                        failure instanceof IOException
                                ? Failure.message(failure)
                                : "it failed: the server's log knows more of task " + task.id();
                tasks.end(task.id(), name, Tasks.End.failed(kind, detail));
            }
        }
    }

    /** How many tasks run here. */
    public int running() {
        return held.size();
    }

    /**
     * Takes no more tasks, waits for those that run, and gives the rest back for another attempt.
     *
     * @param most how long to wait
     * @param worthWaiting tells by its subject whether a task may come to an end
     */
    public void stop(Duration most, Predicate<String> worthWaiting) {
        taking = false;
        for (Held one : List.copyOf(held.values())) {
            if (!worthWaiting.test(one.run.task().subject())) {
                one.run.stop(TaskRun.Stop.RELEASED);
            }
        }
        if (!awaitEnd(most)) {
            held.values().forEach(one -> one.run.stop(TaskRun.Stop.RELEASED));
            awaitEnd(Tasks.LEASE);
        }
        ticker.shutdownNow();
    }

    private boolean awaitEnd(Duration most) {
        try {
            boolean all = places.tryAcquire(placeCount, most.toMillis(), TimeUnit.MILLISECONDS);
            if (all) {
                places.release(placeCount);
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        stop(Duration.ZERO, _ -> false);
    }
}
