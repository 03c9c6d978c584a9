package io.colama.server.event;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.task.StoredTask;
import io.colama.server.task.Tasks;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks for what happens and tells those who listen. Threads: any number. */
public final class EventHub implements Closeable {

    /** How many streams of events an account may have. */
    public static final int MOST_OF_ACCOUNT = 8;

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final long LOOK_MILLIS = 500;
    private static final int MOST_AT_ONCE = 1000;

    /** The clocks of servers may differ by so much. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private static final Map<String, String> WORDS =
            Map.of(
                    "machine.create", "created",
                    "machine.clone", "created",
                    "machine.checkin", "revision",
                    "machine.tag", "tag",
                    "machine.note", "note",
                    "machine.access", "access",
                    "machine.grant", "access",
                    "machine.revoke", "access");

    private final JdbcClient database;
    private final Tasks tasks;
    private final Clock clock;
    private final Set<Subscription> listeners = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> versions = new HashMap<>();
    private final ScheduledExecutorService looker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("colama-events").factory());
    private volatile boolean closed;
    private long number;

    /** Looks into a database. */
    public EventHub(JdbcClient database, Tasks tasks, Clock clock) {
        this.database = database;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** Begins to look. */
    public void start() {
        var _ =
                looker.scheduleWithFixedDelay(
                        this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to listen.
     *
     * @param after the number of the last event that the listener has; events that followed come
     *     first, if they are not too many
     * @throws OperationException when the account listens too often
     */
    public Subscription listen(String accountId, OptionalLong after) throws OperationException {
        synchronized (looker) {
            long of = listeners.stream().filter(one -> one.accountId().equals(accountId)).count();
            if (of >= MOST_OF_ACCOUNT || closed) {
                throw new OperationException(
                        Failure.CONFLICT,
                        "an account has at most %d streams of events".formatted(MOST_OF_ACCOUNT));
            }
            if (listeners.isEmpty()) {
                number = head();
                changed(); // what has changed before anybody listened is no news
            } else {
                tell(); // to those who listen already
            }
            Subscription made = new Subscription(accountId, listeners::remove);
            if (after.isPresent() && after.getAsLong() < number) {
                machines(Math.max(after.getAsLong(), number - MOST_AT_ONCE), number)
                        .forEach(made::offer);
            }
            listeners.add(made);
            return made;
        }
    }

    /** How many listen. */
    public int listeners() {
        return listeners.size();
    }

    private long head() {
        return database.sql("select number from audit_head where one = 1")
                .query(Long.class)
                .single();
    }

    private List<Event> machines(long after, long until) {
        return database
                .sql(
                        """
                        select number, action, object from audit_event
                        where number > ? and number <= ? and kind = 'machine' order by number limit ?\
                        """)
                .params(after, until, MOST_AT_ONCE)
                .query((row, _) ->
                        Optional.ofNullable(WORDS.get(row.getString("action")))
                                .map(word -> {
                                    try {
                                        return new Event.MachineChanged(
                                                row.getLong("number"),
                                                row.getString("object"),
                                                word);
                                    } catch (java.sql.SQLException e) {
                                        throw new IllegalStateException(e);
                                    }
                                }))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .map(Event.class::cast)
                .toList();
    }

    private void look() {
        try {
            synchronized (looker) {
                if (!listeners.isEmpty()) {
                    tell();
                }
            }
        } catch (RuntimeException failure) {
            LOG.warn("events could not be looked for", failure);
        }
    }

    private void tell() {
        long end = Math.min(head(), number + MOST_AT_ONCE);
        for (Event event : machines(number, end)) {
            listeners.forEach(one -> one.offer(event));
        }
        number = end;
        for (Event event : changed()) {
            listeners.forEach(one -> one.offer(event));
        }
    }

    /** Tasks that have another version than they were seen with. */
    private List<Event> changed() {
        Instant since = clock.instant().minus(OVERLAP);
        List<Event> found = new ArrayList<>();
        Map<String, Long> recent = new HashMap<>();
        for (StoredTask task : tasks.changedSince(since, MOST_AT_ONCE)) {
            recent.put(task.id(), task.version());
            if (!Long.valueOf(task.version()).equals(versions.get(task.id()))) {
                found.add(new Event.TaskChanged(task));
            }
        }
        versions.clear();
        versions.putAll(recent);
        return found;
    }

    /** Ends all streams, and takes no more. */
    @Override
    public void close() {
        closed = true;
        looker.shutdownNow();
        listeners.forEach(Subscription::end);
    }
}
