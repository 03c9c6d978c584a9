package io.colama.server;

import io.colama.operations.Environment;
import io.colama.operations.Stats;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.event.EventHub;
import io.colama.server.people.Credential;
import io.colama.server.people.Credentials;
import io.colama.server.task.TaskState;
import io.colama.server.task.Tasks;
import io.colama.server.upload.CheckIns;
import io.colama.store.Geometry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * How much there is now, for {@code /metrics}. Nothing is looked for when somebody asks: what the
 * database knows is counted every few seconds, and the repository so seldom that it takes no more
 * than a hundredth of the time.
 */
final class Gauges implements SmartLifecycle, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);
    private static final long COUNT_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 30_000;
    private static final long REST = 100;

    private final Environment environment;
    private final Tasks tasks;
    private final CheckIns checkIns;
    private final Credentials credentials;
    private final MultiGauge taskStates;
    private final ScheduledExecutorService counter =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("colama-gauges").factory());
    private volatile Now now = new Now(0, 0, 0, 0);
    private volatile Stats.Result stats = new Stats.Result("", "", 0, 0, 0, 0, 0, 0, 0);
    private volatile boolean running;

    /** What was counted last. */
    private record Now(long uploads, long sessions, long tokens, long freeBytes) {}

    Gauges(
            MeterRegistry registry,
            Environment environment,
            Tasks tasks,
            CheckIns checkIns,
            Credentials credentials,
            EventHub events,
            MachineCatalogue catalogue) {
        this.environment = environment;
        this.tasks = tasks;
        this.checkIns = checkIns;
        this.credentials = credentials;
        this.taskStates =
                MultiGauge.builder("colama.tasks")
                        .description("tasks that are kept, of all servers of the database")
                        .register(registry);
        Registered all = new Registered(this, registry);
        all.plain("machines", "machines of the repository", it -> it.stats.machines());
        all.plain(
                "revisions", "revisions that a head or a tag leads to", it -> it.stats.revisions());
        all.bytes(
                "repository.logical",
                "virtual size of all disks of all revisions",
                it -> it.stats.bytesLogical());
        all.bytes(
                "repository.unique",
                "different blocks, uncompressed",
                it -> it.stats.bytesUnique());
        all.bytes("repository.stored", "packs", it -> it.stats.bytesStored());
        all.bytes("repository.index", "index files", it -> it.stats.bytesIndex());
        all.plain(
                "repository.blocks",
                "different blocks",
                it -> (double) it.stats.bytesUnique() / Geometry.BLOCK);
        all.plain("repository.packs", "packs", it -> it.stats.packs());
        all.bytes(
                "repository.free",
                "what the file system of the repository has left",
                it -> it.now.freeBytes());
        all.plain("uploads.open", "check-ins that take bytes", it -> it.now.uploads());
        all.plain("sessions", "sessions that could be used", it -> it.now.sessions());
        all.plain("tokens", "tokens that could be used", it -> it.now.tokens());
        all.plain("event.streams", "streams of events of this server", _ -> events.listeners());
        all.plain(
                "catalogue.machines",
                "machines that lists of this server show",
                _ -> catalogue.size());
        all.seconds(
                "catalogue.age",
                "since this server looked at all machines; 0 before it did",
                _ -> catalogue.ageMillis() / 1000.0);
        all.seconds("catalogue.look", "what that look took", _ -> catalogue.lookMillis() / 1000.0);
    }

    /** Registers gauges that are read off one object. */
    private record Registered(Gauges of, MeterRegistry registry) {

        void plain(String name, String what, ToDoubleFunction<Gauges> value) {
            Gauge.builder("colama." + name, of, value).description(what).register(registry);
        }

        void bytes(String name, String what, ToDoubleFunction<Gauges> value) {
            Gauge.builder("colama." + name, of, value)
                    .baseUnit("bytes")
                    .description(what)
                    .register(registry);
        }

        void seconds(String name, String what, ToDoubleFunction<Gauges> value) {
            Gauge.builder("colama." + name, of, value)
                    .baseUnit("seconds")
                    .description(what)
                    .register(registry);
        }
    }

    @Override
    public void start() {
        running = true;
        var _ = counter.scheduleWithFixedDelay(this::count, 0, COUNT_MILLIS, TimeUnit.MILLISECONDS);
        var _ = counter.schedule(this::look, 0, TimeUnit.MILLISECONDS);
    }

    private void count() {
        try {
            now =
                    new Now(
                            checkIns.openCount(),
                            credentials.count(Credential.Kind.SESSION),
                            credentials.count(Credential.Kind.TOKEN),
                            Files.getFileStore(environment.repository()).getUsableSpace());
            countTasks();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("what the metrics tell could not be counted", failure);
        }
    }

    private void countTasks() {
        Map<String, Map<TaskState, Long>> known = new TreeMap<>();
        for (Tasks.Count count : tasks.counts()) {
            known.computeIfAbsent(count.kind(), _ -> new TreeMap<>())
                    .put(count.state(), count.tasks());
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        known.forEach((kind, states) -> {
            for (TaskState state : TaskState.values()) {
                rows.add(
                        MultiGauge.Row.of(
                                Tags.of("kind", kind, "state", state.word()),
                                states.getOrDefault(state, 0L)));
            }
        });
        taskStates.register(rows, true);
    }

    private void look() {
        long began = environment.clock().millis();
        try {
            stats = new Stats(environment).run();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("the repository could not be counted for the metrics", failure);
        }
        long took = environment.clock().millis() - began;
        if (running) {
            var _ =
                    counter.schedule(
                            this::look, Math.max(LOOK_MILLIS, took * REST), TimeUnit.MILLISECONDS);
        }
    }

    /** Waits for what is being counted: an interrupt would close files that others read. */
    @Override
    public void stop() {
        running = false;
        counter.close();
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
