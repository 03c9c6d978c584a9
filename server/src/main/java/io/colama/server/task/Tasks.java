package io.colama.server.task;

import io.colama.operations.Failure;
import io.colama.server.data.Dialect;
import io.colama.server.meter.Meters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The tasks in a database. Threads: any number, and any number of servers. */
public final class Tasks {

    /** How often a task is begun before it has failed. */
    static final int MOST_ATTEMPTS = 5;

    /** How many lines the log of a task has. */
    static final int MOST_LINES = 200;

    /** How long a worker that says nothing keeps its task. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** How long a task that has ended is kept. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final int MOST_TEXT = 1000;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Dialect dialect;
    private final Clock clock;
    private final Meters meters;

    /** The tasks in a database of a dialect. */
    public Tasks(
            JdbcClient database,
            TransactionTemplate transaction,
            Dialect dialect,
            Clock clock,
            Meters meters) {
        this.meters = meters;
        this.database = database;
        this.transaction = transaction;
        this.dialect = dialect;
        this.clock = clock;
    }

    /**
     * What a task is to be.
     *
     * @param kind which work
     * @param subject what it is about, as the work knows it
     * @param machine the machine; empty without
     * @param waiting whether it is to wait until {@link #queue} is called
     */
    public record New(
            String kind,
            String subject,
            String machine,
            String actorId,
            String actor,
            Optional<Duration> deadline,
            boolean waiting) {}

    /** Adds a task; as a part of the transaction that runs, if one does. */
    public StoredTask add(New wanted) {
        String id = UUID.randomUUID().toString();
        long now = clock.millis();
        database.sql(
                        """
                        insert into task values (?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0, ?, 0, 0, ?, 0, '', 0, ?,
                        '', '', '', 1, ?)\
                        """)
                .params(
                        id,
                        wanted.kind,
                        wanted.subject,
                        (wanted.waiting ? TaskState.WAITING : TaskState.QUEUED).word(),
                        wanted.machine,
                        wanted.actorId,
                        wanted.actor,
                        now,
                        wanted.deadline.map(most -> now + most.toMillis()).orElse(0L),
                        false,
                        now)
                .update();
        return find(id).orElseThrow();
    }

    /** A task. */
    public Optional<StoredTask> find(String id) {
        return database.sql("select * from task where id = ?")
                .param(id)
                .query(StoredTask::of)
                .optional();
    }

    /**
     * What to look for; what is empty is not asked.
     *
     * @param before the time of making and the id of the task before the first, as {@code
     *     millis/id}
     */
    public record Query(
            Optional<String> actorId,
            Optional<TaskState> state,
            Optional<String> machine,
            String before,
            int limit) {}

    /** Tasks, the youngest first. */
    public List<StoredTask> list(Query query) {
        int slash = query.before.indexOf('/');
        long created = slash < 0 ? Long.MAX_VALUE : number(query.before.substring(0, slash));
        return database.sql(
                        """
                        select * from task where (:actor = '' or actor_id = :actor)
                        and (:state = '' or state = :state) and (:machine = '' or machine = :machine)
                        and (created < :created or (created = :created and id < :id))
                        order by created desc, id desc limit :limit\
                        """)
                .param("actor", query.actorId.orElse(""))
                .param("state", query.state.map(TaskState::word).orElse(""))
                .param("machine", query.machine.orElse(""))
                .param("created", created)
                .param("id", query.before.substring(slash + 1))
                .param("limit", query.limit)
                .query(StoredTask::of)
                .list();
    }

    /** The oldest task of a kind that has not ended. */
    public Optional<StoredTask> unended(String kind) {
        return database.sql(
                        "select * from task where kind = ? and ended = 0 order by created limit 1")
                .param(kind)
                .query(StoredTask::of)
                .optional();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            return Long.MAX_VALUE;
        }
    }

    /** Where a task stands in the list. */
    public static String place(StoredTask task) {
        return task.created().toEpochMilli() + "/" + task.id();
    }

    /** Tasks that have changed at this time or later. */
    public List<StoredTask> changedSince(Instant time, int limit) {
        return database.sql("select * from task where changed >= ? order by changed limit ?")
                .params(time.toEpochMilli(), limit)
                .query(StoredTask::of)
                .list();
    }

    /** Lets a task that waits be taken. */
    public void queue(String id) {
        change(id, "state = 'queued'", "state = 'waiting'");
    }

    private int change(String id, String what, String where) {
        return database.sql(
                        "update task set %s, version = version + 1, changed = ? where id = ? and %s"
                                .formatted(what, where))
                .params(clock.millis(), id)
                .update();
    }

    /**
     * Takes the oldest task that nobody has and that is one of these kinds.
     *
     * @param worker who takes it
     */
    Optional<StoredTask> claim(String worker, Collection<String> kinds) {
        List<StoredTask> taken = new ArrayList<>();
        transaction.executeWithoutResult(_ -> take(worker, kinds).ifPresent(taken::add));
        return taken.stream().findFirst();
    }

    private Optional<StoredTask> take(String worker, Collection<String> kinds) {
        long now = clock.millis();
        Optional<String> free =
                database.sql(
                                """
                                select id from task where kind in (:kinds)
                                and (state = 'queued' or (state = 'running' and leased_until < :now))
                                order by created, id limit 1\
                                """
                                        + dialect.taking())
                        .param("kinds", kinds)
                        .param("now", now)
                        .query(String.class)
                        .optional();
        if (free.isEmpty()) {
            return Optional.empty();
        }
        database.sql(
                        """
                        update task set state = 'running', worker = :worker, leased_until = :until,
                        attempts = attempts + 1, version = version + 1, changed = :now,
                        started = case when started = 0 then :now else started end where id = :id\
                        """)
                .param("worker", worker)
                .param("until", now + LEASE.toMillis())
                .param("now", now)
                .param("id", free.get())
                .update();
        return find(free.get());
    }

    /** What a worker that still lives learns of its task. */
    record Beat(boolean held, boolean cancelAsked) {}

    /** Extends a lease, and writes how far the task is, if it has gone on. */
    Beat beat(String id, String worker, Optional<TaskRun.Progress> progress, long rate) {
        long now = clock.millis();
        int held =
                database.sql(
                                "update task set leased_until = ? where id = ? and worker = ? and state = 'running'")
                        .params(now + LEASE.toMillis(), id, worker)
                        .update();
        if (held > 0 && progress.isPresent()) {
            database.sql(
                            """
                            update task set phase = ?, done = ?, total = ?, rate = ?, version = version + 1,
                            changed = ? where id = ? and worker = ?\
                            """)
                    .params(
                            cut(progress.get().phase()),
                            progress.get().done(),
                            progress.get().total(),
                            rate,
                            now,
                            id,
                            worker)
                    .update();
        }
        return new Beat(held > 0, held > 0 && find(id).map(StoredTask::cancelAsked).orElse(false));
    }

    /** Gives a task back: to the queue, or to wait. Does nothing if the worker has it no more. */
    void release(String id, String worker, TaskState state) {
        int mine =
                database.sql(
                                """
                                update task set state = ?, worker = '', leased_until = 0, version = version + 1,
                                attempts = attempts - 1, changed = ? where id = ? and worker = ? and state = 'running'\
                                """)
                        .params(state.word(), clock.millis(), id, worker)
                        .update();
        if (mine > 0 && find(id).map(StoredTask::cancelAsked).orElse(false)) {
            cancel(id);
        }
    }

    /** How a task ended. */
    record End(TaskState state, String result, String problemCode, String problemDetail) {

        static End succeeded(String result) {
            return new End(TaskState.SUCCEEDED, result, "", "");
        }

        static End failed(Failure kind, String detail) {
            return new End(TaskState.FAILED, "", kind.code(), detail);
        }

        static End cancelled() {
            return new End(TaskState.CANCELLED, "", "", "");
        }
    }

    /** Ends a task that the worker still has. Answers whether it had. */
    boolean end(String id, String worker, End end) {
        return end(id, end, "worker = ? and state = 'running'", worker);
    }

    private boolean end(String id, End end, String where, String... values) {
        long now = clock.millis();
        boolean ended =
                database.sql(
                                        """
                                        update task set state = ?, result = ?, problem_code = ?, problem_detail = ?, ended = ?,
                                        worker = '', leased_until = 0, version = version + 1, changed = ?,
                                        done = case when ? = 'succeeded' then total else done end
                                        where id = ? and \
                                        """
                                                + where)
                                .params(
                                        end.state.word(),
                                        end.result,
                                        end.problemCode,
                                        cut(end.problemDetail),
                                        now,
                                        now,
                                        end.state.word(),
                                        id)
                                .params((Object[]) values)
                                .update()
                        > 0;
        if (ended) {
            find(id).ifPresent(task ->
                    meters.taskEnded(
                            task.kind(),
                            task.state().word(),
                            task.started()
                                    .map(begun -> Duration.between(begun, clock.instant()))
                                    .orElse(Duration.ZERO)));
        }
        return ended;
    }

    /**
     * How many tasks of a kind are in a state.
     *
     * @param tasks how many
     */
    public record Count(String kind, TaskState state, long tasks) {}

    /** How many tasks there are. */
    public List<Count> counts() {
        return database.sql("select kind, state, count(*) as tasks from task group by kind, state")
                .query((row, _) ->
                        new Count(
                                row.getString("kind"),
                                TaskState.of(row.getString("state")),
                                row.getLong("tasks")))
                .list();
    }

    /** Asks for a task to end; one that nobody runs has ended with this. */
    public void cancel(String id) {
        if (!end(id, End.cancelled(), "state in ('queued', 'waiting')")) {
            database.sql(
                            """
                            update task set cancel_asked = ?, version = version + 1, changed = ?
                            where id = ? and state = 'running'\
                            """)
                    .params(true, clock.millis(), id)
                    .update();
        }
    }

    /** Fails a task that nobody runs. */
    public void fail(String id, Failure kind, String detail) {
        end(id, End.failed(kind, detail), "state in ('queued', 'waiting')");
    }

    /** Adds a line to the log of a task, if it is not full. */
    void log(String id, String line) {
        database.sql(
                        """
                        insert into task_line select :id, count(*), :now, :line from task_line
                        where task_id = :id having count(*) < :most on conflict (task_id, number) do nothing\
                        """)
                .param("id", id)
                .param("now", clock.millis())
                .param("line", cut(line))
                .param("most", MOST_LINES)
                .update();
    }

    /** The log of a task. */
    public List<StoredTask.Line> log(String id) {
        return database.sql(
                        "select number, happened, line from task_line where task_id = ? order by number")
                .param(id)
                .query((row, _) ->
                        new StoredTask.Line(
                                row.getInt("number"),
                                Instant.ofEpochMilli(row.getLong("happened")),
                                row.getString("line")))
                .list();
    }

    /** Ends what waited past its deadline, and forgets what ended long ago. */
    void sweep() {
        long now = clock.millis();
        for (String late :
                database.sql(
                                """
                                select id from task where deadline <> 0 and deadline < ?
                                and state in ('queued', 'waiting')\
                                """)
                        .param(now)
                        .query(String.class)
                        .list()) {
            fail(late, Failure.FAILED, "it was not done before its deadline");
        }
        database.sql("delete from task where ended <> 0 and ended < ?")
                .param(now - KEPT.toMillis())
                .update();
    }

    private static String cut(String text) {
        String clean = text.replace('\0', ' ');
        return clean.length() > MOST_TEXT ? clean.substring(0, MOST_TEXT) + "…" : clean;
    }
}
