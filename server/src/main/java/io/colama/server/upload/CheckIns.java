package io.colama.server.upload;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The check-ins by upload in a database. Threads: any number, and any number of servers. */
public final class CheckIns {

    private final JdbcClient database;
    private final Clock clock;

    /** The check-ins in a database. */
    public CheckIns(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static StoredCheckIn checkIn(ResultSet row, int number) throws SQLException {
        return new StoredCheckIn(
                row.getString("id"),
                row.getString("task_id"),
                row.getString("account_id"),
                row.getString("machine"),
                row.getBoolean("made"),
                row.getString("message"),
                row.getString("title"),
                Stream.of(row.getString("tags").split(" ")).filter(tag -> !tag.isEmpty()).toList(),
                row.getString("format"),
                row.getString("origin"),
                row.getString("request_id"),
                Instant.ofEpochMilli(row.getLong("heard")),
                row.getString("revision"),
                row.getBoolean("ended"));
    }

    /**
     * Adds one.
     *
     * @throws OperationException when its machine is new, and somebody else is just making one of
     *     that name
     */
    void add(StoredCheckIn made, List<StoredCheckIn.StoredFile> files) throws OperationException {
        long now = clock.millis();
        int added =
                database.sql(
                                """
                                insert into check_in values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)
                                on conflict do nothing\
                                """)
                        .params(
                                made.id(),
                                made.taskId(),
                                made.accountId(),
                                made.machine(),
                                made.made(),
                                made.message(),
                                made.title(),
                                String.join(" ", made.tags()),
                                made.format(),
                                made.origin(),
                                made.requestId(),
                                now,
                                now,
                                false)
                        .update();
        if (added == 0) {
            throw taken(made.machine());
        }
        for (StoredCheckIn.StoredFile file : files) {
            database.sql("insert into check_in_file values (?, ?, ?, ?, 0)")
                    .params(made.id(), file.number(), file.name(), file.bytes())
                    .update();
        }
    }

    /** That a name is not free, in the words for all cases of that. */
    static OperationException taken(String machine) {
        return new OperationException(
                Failure.CONFLICT,
                "there is a machine \"%s\" already: choose another name".formatted(machine));
    }

    /** One by its id. */
    public Optional<StoredCheckIn> find(String id) {
        return database.sql("select * from check_in where id = ?")
                .param(id)
                .query(CheckIns::checkIn)
                .optional();
    }

    /** The files of one, in their order. */
    public List<StoredCheckIn.StoredFile> files(String id) {
        return database.sql("select * from check_in_file where check_in_id = ? order by number")
                .param(id)
                .query((row, _) ->
                        new StoredCheckIn.StoredFile(
                                row.getInt("number"),
                                row.getString("name"),
                                row.getLong("bytes"),
                                row.getLong("received")))
                .list();
    }

    /** All that take bytes. */
    List<StoredCheckIn> open() {
        return database.sql("select * from check_in where ended = ? order by created")
                .param(false)
                .query(CheckIns::checkIn)
                .list();
    }

    /** How many take bytes. */
    public int openCount() {
        return database.sql("select count(*) from check_in where ended = ?")
                .param(false)
                .query(Integer.class)
                .single();
    }

    /** How many of an account take bytes. */
    int openOf(String accountId) {
        return database.sql("select count(*) from check_in where account_id = ? and ended = ?")
                .params(accountId, false)
                .query(Integer.class)
                .single();
    }

    /** How many bytes are still to come, of all. */
    long outstandingBytes() {
        return database.sql(
                        """
                        select coalesce(sum(f.bytes - f.received), 0) from check_in_file f
                        join check_in c on c.id = f.check_in_id where c.ended = ?\
                        """)
                .param(false)
                .query(Long.class)
                .single();
    }

    /** How many bytes of a file are on the disk. */
    long received(String id, int number) {
        return database.sql(
                        "select received from check_in_file where check_in_id = ? and number = ?")
                .params(id, number)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /**
     * Notes that more bytes are on the disk.
     *
     * @throws OperationException when somebody else has noted that meanwhile, or no more are taken
     */
    void received(String id, int number, long before, long now) throws OperationException {
        int changed =
                database.sql(
                                """
                                update check_in_file set received = ? where check_in_id = ? and number = ?
                                and received = ? and exists
                                (select 1 from check_in where id = ? and ended = ?)\
                                """)
                        .params(now, id, number, before, id, false)
                        .update();
        if (changed == 0) {
            throw new OperationException(
                    Failure.CONFLICT, "another request writes to this file, or it is not wanted");
        }
        database.sql("update check_in set heard = ? where id = ?")
                .params(clock.millis(), id)
                .update();
    }

    /** Notes what is about to be made. */
    void intends(String id, String revision) {
        database.sql("update check_in set revision = ? where id = ? and ended = ?")
                .params(revision, id, false)
                .update();
    }

    /** Notes what was made, and that no more bytes are taken. */
    void made(String id, String revision) {
        database.sql("update check_in set revision = ?, ended = ? where id = ?")
                .params(revision, true, id)
                .update();
    }

    /** Notes that no more bytes are taken. */
    void end(String id) {
        database.sql("update check_in set ended = ? where id = ?").params(true, id).update();
    }
}
