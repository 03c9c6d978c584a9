package io.colama.server.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Failures by where they came from: a name, an address, an account that guesses. After some of them
 * the origin is blocked, for a minute at first and then twice as long each time. Threads: any
 * number, and any number of servers.
 */
final class Attempts {

    private static final Duration FIRST_BLOCK = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Attempts(JdbcClient database, TransactionTemplate transaction, Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Something that may fail only so often.
     *
     * @param name of it
     * @param permitted how many failures there are before it is blocked
     */
    record Origin(String name, int permitted) {}

    /** Refuses what is blocked. */
    void check(List<Origin> origins) throws Logins.Blocked {
        Instant now = clock.instant();
        for (Origin origin : origins) {
            Instant until = blockedUntil(origin);
            if (until.isAfter(now)) {
                throw new Logins.Blocked(Duration.between(now, until).plusSeconds(1));
            }
        }
    }

    private Instant blockedUntil(Origin origin) {
        return Instant.ofEpochMilli(
                database.sql("select blocked_until from login_attempt where origin = ?")
                        .param(origin.name)
                        .query(Long.class)
                        .optional()
                        .orElse(0L));
    }

    /** Forgets the failures of one. */
    void succeeded(Origin origin) {
        database.sql("delete from login_attempt where origin = ?").param(origin.name).update();
    }

    /** Counts one more failure of each. */
    void failed(List<Origin> origins) {
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> {
            origins.forEach(origin -> failed(origin, now));
            database.sql("delete from login_attempt where last_failure < ?")
                    .param(now.minus(FORGOTTEN_AFTER).toEpochMilli())
                    .update();
        });
    }

    private void failed(Origin origin, Instant now) {
        database.sql(
                        """
                        insert into login_attempt values (?, 1, ?, 0)
                        on conflict (origin) do update
                        set failures = login_attempt.failures + 1, last_failure = excluded.last_failure\
                        """)
                .params(origin.name, now.toEpochMilli())
                .update();
        int failures =
                database.sql("select failures from login_attempt where origin = ?")
                        .param(origin.name)
                        .query(Integer.class)
                        .single();
        if (failures >= origin.permitted) {
            int doublings = Math.min(failures - origin.permitted, MOST_DOUBLINGS);
            database.sql("update login_attempt set blocked_until = ? where origin = ?")
                    .params(
                            now.plus(FIRST_BLOCK.multipliedBy(1L << doublings)).toEpochMilli(),
                            origin.name)
                    .update();
        }
    }
}
