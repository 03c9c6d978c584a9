package io.colama.server.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A task as it is kept.
 *
 * @param id random
 * @param kind which work it is
 * @param subject what it is about, as the work knows it; not shown
 * @param machine the machine; empty when it is about none
 * @param actorId whose account wanted it
 * @param actor the name of that account
 * @param phase what is being done, for people
 * @param done bytes of the phase that are done
 * @param total bytes of the phase; 0 when that is unknown
 * @param rate bytes that were done in a second, lately
 * @param attempts how often it was begun
 * @param cancelAsked whether it is to end
 * @param result what came of it, as JSON; empty without
 * @param problem why it failed
 * @param version counts changes
 */
public record StoredTask(
        String id,
        String kind,
        String subject,
        TaskState state,
        String machine,
        String actorId,
        String actor,
        String phase,
        long done,
        long total,
        long rate,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> ended,
        Optional<Instant> deadline,
        int attempts,
        boolean cancelAsked,
        String result,
        Optional<Problem> problem,
        long version) {

    /**
     * Why a task failed.
     *
     * @param code of the kind of failure
     * @param detail one line
     */
    public record Problem(String code, String detail) {}

    /**
     * A line of a task's log.
     *
     * @param number from 0
     */
    public record Line(int number, Instant time, String text) {}

    static StoredTask of(ResultSet row, int number) throws SQLException {
        String code = row.getString("problem_code");
        return new StoredTask(
                row.getString("id"),
                row.getString("kind"),
                row.getString("subject"),
                TaskState.of(row.getString("state")),
                row.getString("machine"),
                row.getString("actor_id"),
                row.getString("actor"),
                row.getString("phase"),
                row.getLong("done"),
                row.getLong("total"),
                row.getLong("rate"),
                Instant.ofEpochMilli(row.getLong("created")),
                time(row.getLong("started")),
                time(row.getLong("ended")),
                time(row.getLong("deadline")),
                row.getInt("attempts"),
                row.getBoolean("cancel_asked"),
                row.getString("result"),
                code.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Problem(code, row.getString("problem_detail"))),
                row.getLong("version"));
    }

    private static Optional<Instant> time(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
