package io.colama.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.data.MovingClock;
import io.colama.server.data.TestDatabase;
import io.colama.server.meter.Meters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class TasksTest {

    private static final Set<String> KINDS = Set.of("test");

    @TempDir private Path directory;
    private final MovingClock clock = new MovingClock();

    private Tasks tasks(TestDatabase database) throws Exception {
        return new Tasks(
                database.client(),
                database.transactions(),
                database.dialect(),
                clock,
                Meters.unread());
    }

    private static Tasks.New wanted(String subject, boolean waiting) {
        return new Tasks.New(
                "test", subject, "web", "1", "ana", Optional.of(Duration.ofDays(1)), waiting);
    }

    /** Work that is one function. */
    private record Doing(Work work) implements TaskWork {

        interface Work {
            String run(StoredTask task, TaskRun run) throws IOException;
        }

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public String run(StoredTask task, TaskRun run) throws IOException {
            return work.run(task, run);
        }
    }

    private Workers workers(Tasks tasks, Doing.Work work) {
        Workers workers = new Workers(tasks, List.of(new Doing(work)), 4, clock);
        workers.start();
        return workers;
    }

    private static StoredTask await(Tasks tasks, String id, Predicate<StoredTask> wanted)
            throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            StoredTask task = tasks.find(id).orElseThrow();
            if (wanted.test(task)) {
                return task;
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        throw new AssertionError(tasks.find(id).orElseThrow().toString());
    }

    private static StoredTask awaitEnd(Tasks tasks, String id) throws InterruptedException {
        return await(tasks, id, task -> task.state().isEnd());
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatATaskIsAndBecomes(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            StoredTask made = tasks.add(wanted("a", true));
            assertThat(made.state()).isEqualTo(TaskState.WAITING);
            assertThat(made.deadline()).contains(clock.instant().plus(Duration.ofDays(1)));
            assertThat(tasks.claim("w", KINDS)).isEmpty();
            tasks.queue(made.id());
            assertThat(tasks.claim("w", Set.of("other"))).isEmpty();
            StoredTask taken = tasks.claim("w", KINDS).orElseThrow();
            assertThat(taken.state()).isEqualTo(TaskState.RUNNING);
            assertThat(taken.attempts()).isEqualTo(1);
            assertThat(tasks.claim("w", KINDS)).isEmpty();
            tasks.beat(made.id(), "w", Optional.of(new TaskRun.Progress("reading", 5, 10)), 3);
            assertThat(tasks.find(made.id()).orElseThrow())
                    .extracting(StoredTask::phase, StoredTask::done, StoredTask::rate)
                    .containsExactly("reading", 5L, 3L);
            assertThat(tasks.end(made.id(), "other", Tasks.End.succeeded("{}"))).isFalse();
            assertThat(tasks.end(made.id(), "w", Tasks.End.succeeded("{\"a\":1}"))).isTrue();
            StoredTask ended = tasks.find(made.id()).orElseThrow();
            assertThat(ended.result()).isEqualTo("{\"a\":1}");
            assertThat(ended.done()).isEqualTo(10);
            assertThat(ended.version()).isGreaterThan(made.version());
            tasks.cancel(made.id());
            assertThat(tasks.find(made.id())).contains(ended);
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsByOwnerStateAndMachineInPages(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            Set<String> made = new HashSet<>();
            for (int i = 0; i < 7; i++) {
                made.add(tasks.add(wanted("s" + i, i % 2 == 0)).id());
            }
            Set<String> seen = new HashSet<>();
            String before = "";
            for (int page = 0; page < 3; page++) {
                List<StoredTask> some =
                        tasks.list(
                                new Tasks.Query(
                                        Optional.of("1"),
                                        Optional.empty(),
                                        Optional.of("web"),
                                        before,
                                        3));
                some.forEach(task -> seen.add(task.id()));
                before = Tasks.place(some.getLast());
            }
            assertThat(seen).isEqualTo(made);
            assertThat(tasks.list(query(Optional.of(TaskState.WAITING), "1"))).hasSize(4);
            assertThat(tasks.list(query(Optional.empty(), "2"))).isEmpty();
        }
    }

    private static Tasks.Query query(Optional<TaskState> state, String actor) {
        return new Tasks.Query(Optional.of(actor), state, Optional.empty(), "", 100);
    }

    @ParameterizedTest
    @EnumSource
    void takesUpAgainWhatAKilledServerHad(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            StoredTask made = tasks.add(wanted("a", false));
            assertThat(tasks.claim("killed", KINDS)).isPresent();
            clock.pass(Tasks.LEASE.minusSeconds(1));
            assertThat(tasks.claim("other", KINDS)).isEmpty();
            clock.pass(Duration.ofSeconds(2));
            assertThat(tasks.claim("other", KINDS).orElseThrow().attempts()).isEqualTo(2);
            Tasks.Beat late = tasks.beat(made.id(), "killed", Optional.empty(), 0);
            assertThat(late.held()).isFalse();
            assertThat(tasks.end(made.id(), "killed", Tasks.End.cancelled())).isFalse();
            assertThat(tasks.end(made.id(), "other", Tasks.End.succeeded(""))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpWhatKillsEachServer(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            StoredTask made = tasks.add(wanted("a", false));
            for (int i = 0; i < Tasks.MOST_ATTEMPTS; i++) {
                assertThat(tasks.claim("killed", KINDS)).isPresent();
                clock.pass(Tasks.LEASE.plusSeconds(1));
            }
            AtomicInteger begun = new AtomicInteger();
            try (Workers workers = workers(tasks, (_, _) -> "" + begun.incrementAndGet())) {
                StoredTask ended = awaitEnd(tasks, made.id());
                assertThat(ended.state()).isEqualTo(TaskState.FAILED);
                assertThat(ended.problem().orElseThrow().detail()).contains("given up");
                assertThat(begun).hasValue(0);
                assertThat(workers.running()).isLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharesTwoHundredTasksAmongTwoServers(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Map<String, Integer> done = new ConcurrentHashMap<>();
            CountDownLatch all = new CountDownLatch(200);
            Doing.Work work =
                    (task, _) -> {
                        done.merge(task.subject(), 1, Integer::sum);
                        all.countDown();
                        return "{}";
                    };
            Tasks tasks = tasks(database);
            for (int i = 0; i < 200; i++) {
                tasks.add(wanted("s" + i, false));
            }
            try (Workers one = workers(tasks(database), work);
                    Workers two = workers(tasks(database), work)) {
                assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
                one.look();
                two.look();
            }
            assertThat(done).hasSize(200).allSatisfy((_, times) -> assertThat(times).isOne());
            assertThat(tasks.list(query(Optional.of(TaskState.SUCCEEDED), "1"))).hasSize(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopsWhatIsCancelledAndWhatIsLate(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            try (Workers workers = workers(tasks, (_, run) -> endless(run))) {
                StoredTask cancelled = tasks.add(wanted("a", false));
                await(tasks, cancelled.id(), task -> task.phase().equals("endless"));
                workers.cancel(cancelled.id());
                assertThat(awaitEnd(tasks, cancelled.id()).state()).isEqualTo(TaskState.CANCELLED);
                StoredTask elsewhere = tasks.add(wanted("b", false));
                await(tasks, elsewhere.id(), task -> task.phase().equals("endless"));
                tasks.cancel(elsewhere.id()); // as another server does
                assertThat(awaitEnd(tasks, elsewhere.id()).state()).isEqualTo(TaskState.CANCELLED);
                StoredTask late = tasks.add(wanted("c", false));
                await(tasks, late.id(), task -> task.phase().equals("endless"));
                clock.pass(Duration.ofDays(2));
                StoredTask ended = awaitEnd(tasks, late.id());
                assertThat(ended.problem().orElseThrow().detail()).contains("deadline");
            }
            StoredTask waiting = tasks.add(wanted("d", true));
            tasks.cancel(waiting.id());
            assertThat(tasks.find(waiting.id()).orElseThrow().state())
                    .isEqualTo(TaskState.CANCELLED);
        }
    }

    private static String endless(TaskRun run) throws IOException {
        CountDownLatch stopped = new CountDownLatch(1);
        run.onStop(stopped::countDown);
        run.begin("endless", 0);
        try {
            assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        run.check();
        return "";
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhyATaskFailedAndWhatItDid(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            Doing.Work work =
                    (task, run) -> {
                        for (int i = 0; i < Tasks.MOST_LINES + 10; i++) {
                            run.log("line " + i);
                        }
                        if (task.subject().equals("known")) {
                            throw new OperationException(Failure.DAMAGED, "the image is damaged");
                        }
                        throw new IllegalStateException("secret of the inside");
                    };
            try (Workers workers = workers(tasks, work)) {
                StoredTask known = tasks.add(wanted("known", false));
                workers.look();
                assertThat(awaitEnd(tasks, known.id()).problem())
                        .contains(new StoredTask.Problem("damaged", "the image is damaged"));
                assertThat(tasks.log(known.id())).hasSize(Tasks.MOST_LINES);
                StoredTask unknown = tasks.add(wanted("unknown", false));
                workers.look();
                assertThat(awaitEnd(tasks, unknown.id()).problem().orElseThrow().detail())
                        .doesNotContain("secret");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsAndGoesOnAndGivesBackWhenTheServerEnds(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            AtomicInteger tries = new AtomicInteger();
            StoredTask made = tasks.add(wanted("a", false));
            Doing.Work work =
                    (_, run) -> {
                        if (tries.incrementAndGet() <= 30) {
                            throw new TaskRun.Paused("nothing came");
                        }
                        return endless(run);
                    };
            try (Workers workers = workers(tasks, work)) {
                // each time as soon as it waits, so that the attempt before is still about to end
                while (tries.get() <= 30) {
                    tasks.queue(made.id());
                    workers.look();
                }
                await(tasks, made.id(), task -> task.phase().equals("endless"));
            }
            StoredTask given = tasks.find(made.id()).orElseThrow();
            assertThat(given.state()).isEqualTo(TaskState.QUEUED);
            assertThat(given.attempts()).isZero();
            try (Workers next = workers(tasks(database), (_, _) -> "{}")) {
                assertThat(awaitEnd(tasks, made.id()).state()).isEqualTo(TaskState.SUCCEEDED);
                assertThat(next.running()).isLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhatEndedLongAgo(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks = tasks(database);
            StoredTask waiting = tasks.add(wanted("a", true));
            clock.pass(Duration.ofDays(2));
            tasks.sweep();
            assertThat(tasks.find(waiting.id()).orElseThrow().state()).isEqualTo(TaskState.FAILED);
            tasks.log(waiting.id(), "a line");
            clock.pass(Tasks.KEPT.plusDays(1));
            tasks.sweep();
            assertThat(tasks.find(waiting.id())).isEmpty();
            assertThat(tasks.log(waiting.id())).isEmpty();
            assertThatThrownBy(() -> tasks.find(waiting.id()).orElseThrow())
                    .isInstanceOf(java.util.NoSuchElementException.class);
        }
    }
}
