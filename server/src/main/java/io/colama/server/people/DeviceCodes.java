package io.colama.server.people;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.data.Transactions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a command line in whose user is logged in at a browser (RFC 8628): it shows a short code,
 * which he enters there, and asks with a long one until he has. Threads: any number, and any number
 * of servers.
 */
public final class DeviceCodes {

    /** How long a code can be entered. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    /** How long the token is good that a command line gets. */
    public static final Duration TOKEN_LIFE = Duration.ofDays(90);

    /** How often a command line may ask, in seconds; each time that is too early adds as much. */
    public static final int INTERVAL = 5;

    /** No vowels, so that no words come about, and nothing that looks like something else. */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int LENGTH = 8;
    private static final int MOST_OF_AN_ADDRESS = 20;
    private static final int MOST = 10_000;
    private static final int WRONG_CODES = 5;
    private static final int MOST_LABEL = 100;

    private final JdbcClient database;
    private final Transactions transactions;
    private final Accounts accounts;
    private final Credentials credentials;
    private final Attempts attempts;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** The codes in a database. */
    public DeviceCodes(
            JdbcClient database,
            TransactionTemplate template,
            Accounts accounts,
            Credentials credentials,
            Clock clock) {
        this.database = database;
        this.transactions = new Transactions(template);
        this.accounts = accounts;
        this.credentials = credentials;
        this.attempts = new Attempts(database, template, clock);
        this.clock = clock;
    }

    /**
     * Both codes, told this once.
     *
     * @param device for the program
     * @param user for its user, {@code BCDF-GHJK}
     */
    public record Made(String device, String user) {}

    /**
     * A program that waits.
     *
     * @param label that it gave itself
     * @param origin the address that it asked from
     */
    public record Waiting(String label, String origin, Instant created) {}

    /** What a program is told that asks. */
    public sealed interface Told {
        /** That it may come in. */
        record Approved(Account account, Credential.Made token) implements Told {}

        /** That it may not, or not yet. */
        enum NotYet implements Told {
            /** Nobody has entered the code. */
            AUTHORIZATION_PENDING,
            /** The same, and it asks too often. */
            SLOW_DOWN,
            /** The code is too old, or there never was such a one. */
            EXPIRED_TOKEN,
            /** The user said no. */
            ACCESS_DENIED
        }
    }

    /**
     * Makes codes.
     *
     * @throws OperationException when too many wait already
     */
    public Made begin(String label, String origin) throws IOException {
        String device = Passwords.random() + Passwords.random();
        String user =
                random.ints(LENGTH, 0, LETTERS.length())
                        .collect(
                                StringBuilder::new,
                                (text, i) -> text.append(LETTERS.charAt(i)),
                                StringBuilder::append)
                        .toString();
        String hash = slowHash(user);
        long now = clock.millis();
        transactions.run(() -> {
            database.sql("delete from device_code where expires < ?").param(now).update();
            if (count("", "") >= MOST || count("where origin = ?", origin) >= MOST_OF_AN_ADDRESS) {
                throw new OperationException(
                        Failure.REFUSED,
                        "too many logins of command lines wait already: try again later");
            }
            database.sql("insert into device_code values (?, ?, ?, ?, ?, ?, ?, 0, 'pending', null)")
                    .params(
                            Credentials.hash(device),
                            hash,
                            shown(label),
                            origin,
                            now,
                            now + LIFE.toMillis(),
                            INTERVAL)
                    .update();
        });
        return new Made(device, user.substring(0, LENGTH / 2) + "-" + user.substring(LENGTH / 2));
    }

    private long count(String condition, String value) {
        JdbcClient.StatementSpec count =
                database.sql("select count(*) from device_code " + condition);
        return (condition.isEmpty() ? count : count.param(value)).query(Long.class).single();
    }

    private static String shown(String label) {
        StringBuilder shown = new StringBuilder();
        label.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .limit(MOST_LABEL)
                .forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }

    /**
     * Who waits with a code.
     *
     * @throws Logins.Blocked after too many codes that nobody has
     * @throws OperationException when nobody has it
     */
    public Waiting waiting(String code, Account account, String address) throws IOException {
        return find(code, account, address);
    }

    /** Says yes or no to the program that waits with a code. The same failures. */
    public Waiting answer(String code, boolean approve, Account account, String address)
            throws IOException {
        Waiting waiting = find(code, account, address);
        int answered =
                database.sql(
                                """
                                update device_code set state = ?, account_id = ?
                                where user_hash = ? and state = 'pending' and expires >= ?\
                                """)
                        .params(
                                approve ? "approved" : "denied",
                                account.id(),
                                slowHash(plain(code)),
                                clock.millis())
                        .update();
        if (answered == 0) {
            throw unknown();
        }
        return waiting;
    }

    private Waiting find(String code, Account account, String address) throws IOException {
        List<Attempts.Origin> origins =
                List.of(
                        new Attempts.Origin("device:" + account.id(), WRONG_CODES),
                        new Attempts.Origin("device-address:" + address, 10 * WRONG_CODES));
        attempts.check(origins);
        Optional<Waiting> found =
                database.sql(
                                """
                                select label, origin, created from device_code
                                where user_hash = ? and state = 'pending' and expires >= ?\
                                """)
                        .params(slowHash(plain(code)), clock.millis())
                        .query((row, _) ->
                                new Waiting(
                                        row.getString("label"),
                                        row.getString("origin"),
                                        Instant.ofEpochMilli(row.getLong("created"))))
                        .optional();
        if (found.isEmpty()) {
            attempts.failed(origins);
            throw unknown();
        }
        attempts.succeeded(origins.getFirst());
        return found.get();
    }

    private static OperationException unknown() {
        return new OperationException(
                Failure.NOT_FOUND,
                "no program waits with this code: it is mistyped, used already, or older than %d minutes"
                        .formatted(LIFE.toMinutes()));
    }

    private record Row(
            String label,
            Instant expires,
            int interval,
            long lastPoll,
            String state,
            String account) {}

    /** What a program is told that shows its code. A token is told once. */
    public Told poll(String device) throws IOException {
        String hash = Credentials.hash(device);
        long now = clock.millis();
        return transactions.get(() -> {
            // taken for writing first, so that of two that ask at once one gets the token
            database.sql("update device_code set last_poll = last_poll where device_hash = ?")
                    .param(hash)
                    .update();
            Optional<Row> row =
                    database.sql(
                                    """
                                    select label, expires, interval_seconds, last_poll, state,
                                    coalesce(account_id, '') as account from device_code where device_hash = ?\
                                    """)
                            .param(hash)
                            .query((found, _) ->
                                    new Row(
                                            found.getString("label"),
                                            Instant.ofEpochMilli(found.getLong("expires")),
                                            found.getInt("interval_seconds"),
                                            found.getLong("last_poll"),
                                            found.getString("state"),
                                            found.getString("account")))
                            .optional();
            if (row.isEmpty() || row.get().expires.toEpochMilli() < now) {
                return Told.NotYet.EXPIRED_TOKEN;
            }
            return told(hash, row.get(), now);
        });
    }

    private Told told(String hash, Row row, long now) throws IOException {
        if (row.state.equals("pending")) {
            boolean early = now - row.lastPoll < Duration.ofSeconds(row.interval).toMillis();
            database.sql(
                            "update device_code set last_poll = ?, interval_seconds = ? where device_hash = ?")
                    .params(now, row.interval + (early ? INTERVAL : 0), hash)
                    .update();
            return early ? Told.NotYet.SLOW_DOWN : Told.NotYet.AUTHORIZATION_PENDING;
        }
        database.sql("delete from device_code where device_hash = ?").param(hash).update();
        Optional<Account> account = accounts.byId(row.account).filter(one -> !one.disabled());
        if (row.state.equals("denied") || account.isEmpty()) {
            return Told.NotYet.ACCESS_DENIED;
        }
        String label = row.label.isEmpty() ? "command line" : row.label;
        return new Told.Approved(
                account.get(), credentials.token(account.get(), label, Scope.WRITE, TOKEN_LIFE));
    }

    private static String plain(String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return plain.length() > LENGTH ? "" : plain;
    }

    /** Short codes can all be tried: a slow hash makes that take longer than a code lives. */
    private static String slowHash(String code) {
        try {
            byte[] salt = "colama device code".getBytes(StandardCharsets.US_ASCII);
            PBEKeySpec key = new PBEKeySpec(code.toCharArray(), salt, 20_000, 256);
            return HexFormat.of()
                    .formatHex(
                            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                                    .generateSecret(key)
                                    .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
