package io.colama.server.people;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets people in by name and password.
 *
 * <p>After some failures the name is blocked, and so is the address that they came from, for a
 * minute at first and then twice as long each time. Whether there is an account of that name makes
 * no difference, neither in the answer nor in the time that it takes. Threads: any number.
 */
public final class Logins {

    private static final int FAILURES_OF_A_NAME = 5;
    private static final int FAILURES_OF_AN_ADDRESS = 50;
    private static final Duration FIRST_BLOCK = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int MOST_CHARACTERS = 200;

    private final Accounts accounts;
    private final Passwords passwords;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** The logins of accounts. */
    public Logins(
            Accounts accounts,
            Passwords passwords,
            JdbcClient database,
            TransactionTemplate transaction,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.database = database;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** That a name or an address has failed too often. */
    public static final class Blocked extends IOException {

        private static final long serialVersionUID = 1;

        private final long seconds;

        Blocked(Duration until) {
            super("too many failed logins: try again in %d seconds".formatted(until.toSeconds()));
            this.seconds = until.toSeconds();
        }

        /** How long to wait. */
        public long seconds() {
            return seconds;
        }
    }

    /**
     * The account of a name and a password; empty when they are wrong.
     *
     * @param address where the request is from
     * @throws Blocked after too many failures
     */
    public Optional<Account> logIn(String name, String password, String address) throws Blocked {
        String shown = name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS) : name;
        List<String> origins = List.of("name:" + shown, "address:" + address);
        Instant now = clock.instant();
        for (String origin : origins) {
            Instant until = blockedUntil(origin);
            if (until.isAfter(now)) {
                throw new Blocked(Duration.between(now, until).plusSeconds(1));
            }
        }
        Optional<Account> account =
                accounts.named(shown)
                        .filter(one -> one.kind() == Account.Kind.USER)
                        .filter(one -> !one.disabled());
        if (passwords.isRight(account, password)) {
            database.sql("delete from login_attempt where origin = ?")
                    .param(origins.getFirst())
                    .update();
            return account;
        }
        transaction.executeWithoutResult(_ -> {
            failed(origins.getFirst(), FAILURES_OF_A_NAME, now);
            failed(origins.getLast(), FAILURES_OF_AN_ADDRESS, now);
            database.sql("delete from login_attempt where last_failure < ?")
                    .param(now.minus(FORGOTTEN_AFTER).toEpochMilli())
                    .update();
        });
        return Optional.empty();
    }

    private Instant blockedUntil(String origin) {
        return Instant.ofEpochMilli(
                database.sql("select blocked_until from login_attempt where origin = ?")
                        .param(origin)
                        .query(Long.class)
                        .optional()
                        .orElse(0L));
    }

    private void failed(String origin, int permitted, Instant now) {
        database.sql(
                        """
                        insert into login_attempt values (?, 1, ?, 0)
                        on conflict (origin) do update
                        set failures = login_attempt.failures + 1, last_failure = excluded.last_failure\
                        """)
                .params(origin, now.toEpochMilli())
                .update();
        int failures =
                database.sql("select failures from login_attempt where origin = ?")
                        .param(origin)
                        .query(Integer.class)
                        .single();
        if (failures >= permitted) {
            int doublings = Math.min(failures - permitted, MOST_DOUBLINGS);
            database.sql("update login_attempt set blocked_until = ? where origin = ?")
                    .params(
                            now.plus(FIRST_BLOCK.multipliedBy(1L << doublings)).toEpochMilli(),
                            origin)
                    .update();
        }
    }
}
