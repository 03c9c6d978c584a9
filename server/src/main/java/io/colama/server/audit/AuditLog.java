package io.colama.server.audit;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The events of a server. Threads: any number, and any number of servers. */
public final class AuditLog {

    private static final int PAGE = 1000;
    private static final int MOST_TEXT = 4000;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** The events in a database. */
    public AuditLog(JdbcClient database, TransactionTemplate transaction, Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Who did it.
     *
     * @param id of the account; empty when there was none
     * @param name of the account
     * @param origin the address of the request
     * @param requestId of the request
     */
    public record Actor(String id, String name, String origin, String requestId) {}

    private record Head(long number, String hash) {}

    /** Adds an event; as a part of the transaction that runs, if one does. */
    public void add(Actor actor, Deed deed) {
        transaction.executeWithoutResult(_ -> {
            // Taking the head for writing first makes others wait, on either database.
            database.sql("update audit_head set number = number + 1 where one = 1").update();
            Head head =
                    database.sql("select number, hash from audit_head where one = 1")
                            .query((row, _) ->
                                    new Head(row.getLong("number"), row.getString("hash")))
                            .single();
            AuditEvent plain =
                    new AuditEvent(
                            head.number,
                            Instant.ofEpochMilli(clock.millis()),
                            actor.id,
                            kept(actor.name),
                            deed.action(),
                            deed.kind(),
                            kept(deed.object()),
                            kept(actor.origin),
                            actor.requestId,
                            kept(deed.before()),
                            kept(deed.after()),
                            kept(deed.reason()),
                            "");
            insert(plain.withHash(plain.chained(head.hash)));
        });
    }

    private void insert(AuditEvent event) {
        database.sql("insert into audit_event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        event.number(),
                        event.happened().toEpochMilli(),
                        event.actorId(),
                        event.actor(),
                        event.action(),
                        event.kind(),
                        event.object(),
                        event.origin(),
                        event.requestId(),
                        event.before(),
                        event.after(),
                        event.reason(),
                        event.hash())
                .update();
        database.sql("update audit_head set hash = ? where one = 1").param(event.hash()).update();
    }

    /** What PostgreSQL can hold: no zero characters, and not more than somebody would read. */
    private static String kept(String text) {
        String clean = text.replace('\0', ' ');
        return clean.length() > MOST_TEXT ? clean.substring(0, MOST_TEXT) + "…" : clean;
    }

    private static AuditEvent event(ResultSet row, int number) throws SQLException {
        return new AuditEvent(
                row.getLong("number"),
                Instant.ofEpochMilli(row.getLong("happened")),
                row.getString("actor_id"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("kind"),
                row.getString("object"),
                row.getString("origin"),
                row.getString("request_id"),
                row.getString("before_text"),
                row.getString("after_text"),
                row.getString("reason"),
                row.getString("hash"));
    }

    /**
     * What to look for; what is empty is not asked.
     *
     * @param before events with smaller numbers
     */
    public record Query(
            Optional<String> actor,
            Optional<String> action,
            Optional<String> kind,
            Optional<String> object,
            long before,
            int limit) {}

    /** The youngest events that fulfil a query, the youngest first. */
    public List<AuditEvent> find(Query query) {
        return database.sql(
                        """
                        select * from audit_event where number < :before
                        and (:actor = '' or actor = :actor) and (:action = '' or action = :action)
                        and (:kind = '' or kind = :kind) and (:object = '' or object = :object)
                        order by number desc limit :limit\
                        """)
                .param("before", query.before)
                .param("actor", query.actor.orElse(""))
                .param("action", query.action.orElse(""))
                .param("kind", query.kind.orElse(""))
                .param("object", query.object.orElse(""))
                .param("limit", query.limit)
                .query(AuditLog::event)
                .list();
    }

    /**
     * What a verification found.
     *
     * @param events how many are sound, from the first on
     * @param end the hash of the last of these
     * @param problem what is wrong with the next; empty when there is none
     */
    public record Verification(long events, String end, Optional<String> problem) {}

    /** Looks at all events, whether each fits the one before. */
    public Verification verify() {
        long sound = 0;
        String end = "";
        while (true) {
            List<AuditEvent> page = after(sound);
            for (AuditEvent event : page) {
                if (event.number() != sound + 1) {
                    return new Verification(
                            sound,
                            end,
                            Optional.of(
                                    "event %d is missing, %d is the next"
                                            .formatted(sound + 1, event.number())));
                }
                if (!event.chained(end).equals(event.hash())) {
                    return new Verification(
                            sound,
                            end,
                            Optional.of(
                                    "event %d does not fit the one before: it or that was changed"
                                            .formatted(event.number())));
                }
                sound = event.number();
                end = event.hash();
            }
            if (page.isEmpty()) {
                return new Verification(sound, end, wrongEnd(sound, end));
            }
        }
    }

    private List<AuditEvent> after(long number) {
        return database.sql("select * from audit_event where number > ? order by number limit ?")
                .params(number, PAGE)
                .query(AuditLog::event)
                .list();
    }

    /** Takes events. */
    @FunctionalInterface
    public interface Taker {
        /** One more. */
        void take(AuditEvent event) throws IOException;
    }

    /** Hands out all events, the oldest first. */
    public void each(Taker taker) throws IOException {
        for (List<AuditEvent> page = after(0);
                !page.isEmpty();
                page = after(page.getLast().number())) {
            for (AuditEvent event : page) {
                taker.take(event);
            }
        }
    }

    private Optional<String> wrongEnd(long sound, String end) {
        Head head =
                database.sql("select number, hash from audit_head where one = 1")
                        .query((row, _) -> new Head(row.getLong("number"), row.getString("hash")))
                        .single();
        return head.number <= sound || head.hash.equals(end)
                ? Optional.empty()
                : Optional.of(
                        "the chain ends with event %d, but %d were written"
                                .formatted(sound, head.number));
    }
}
