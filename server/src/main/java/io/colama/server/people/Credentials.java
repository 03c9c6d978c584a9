package io.colama.server.people;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions of browsers and tokens of programs. Threads: any number. */
public final class Credentials {

    /** How the secret of each begins, so that one that was lost somewhere can be found. */
    public static final String PREFIX = "colama_";

    /** How long a session lasts at most. */
    public static final Duration LONGEST_SESSION = Duration.ofDays(7);

    /** How long a session lasts that is not used. */
    private static final Duration IDLE = Duration.ofHours(12);

    private static final Duration LONGEST_TOKEN = Duration.ofDays(366);

    /** How exactly it is known when one was last used. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private static final int SECRET_BYTES = 32;

    private static final String ALL =
            "select id, account_id, kind, label, scope, created, expires, last_used from credential ";

    private final JdbcClient database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** The credentials in a database. */
    public Credentials(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Credential credential(ResultSet row, int number) throws SQLException {
        return new Credential(
                row.getString("id"),
                row.getString("account_id"),
                Credential.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("label"),
                Scope.of(row.getString("scope")),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("expires")),
                Instant.ofEpochMilli(row.getLong("last_used")));
    }

    /** Begins a session of a browser. */
    public Credential.Made session(Account account, String label) {
        String shown = label.length() > 200 ? label.substring(0, 200) : label;
        return add(account, Credential.Kind.SESSION, shown, Scope.ADMIN, LONGEST_SESSION);
    }

    /**
     * Makes a token.
     *
     * @param lifetime at most a year
     */
    public Credential.Made token(Account account, String label, Scope scope, Duration lifetime)
            throws OperationException {
        Accounts.checkedText(label);
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_TOKEN) > 0) {
            throw new OperationException(
                    Failure.USAGE, "a token lasts for at least a moment and at most 366 days");
        }
        return add(account, Credential.Kind.TOKEN, label, scope, lifetime);
    }

    private Credential.Made add(
            Account account, Credential.Kind kind, String label, Scope scope, Duration lifetime) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Credential made =
                new Credential(
                        UUID.randomUUID().toString(),
                        account.id(),
                        kind,
                        label,
                        scope,
                        now,
                        now.plus(lifetime),
                        now);
        database.sql("insert into credential values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        made.id(),
                        account.id(),
                        kind.name().toLowerCase(Locale.ROOT),
                        label,
                        hash(secret),
                        scope.word(),
                        now.toEpochMilli(),
                        made.expires().toEpochMilli(),
                        now.toEpochMilli())
                .update();
        database.sql("delete from credential where expires < ?").param(now.toEpochMilli()).update();
        return new Credential.Made(made, secret);
    }

    /** The credential with this secret, if it can still be used; notes that it was used. */
    public Optional<Credential> use(String secret, Credential.Kind kind) {
        if (!secret.startsWith(PREFIX) || secret.length() > 200) {
            return Optional.empty();
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        Optional<Credential> found =
                database.sql(ALL + "where secret_hash = ?")
                        .param(hash(secret))
                        .query(Credentials::credential)
                        .optional()
                        .filter(one -> one.kind() == kind)
                        .filter(one -> one.expires().isAfter(now))
                        .filter(one ->
                                kind == Credential.Kind.TOKEN
                                        || one.lastUsed().plus(IDLE).isAfter(now));
        if (found.isPresent() && found.get().lastUsed().plus(GRAIN).isBefore(now)) {
            database.sql("update credential set last_used = ? where id = ?")
                    .params(now.toEpochMilli(), found.get().id())
                    .update();
        }
        return found;
    }

    /** Whether a credential could still be used, without saying that it was. */
    public boolean isGood(Credential shown) {
        long now = clock.millis();
        return database.sql("select last_used from credential where id = ? and expires > ?")
                .params(shown.id(), now)
                .query(Long.class)
                .optional()
                .filter(used ->
                        shown.kind() == Credential.Kind.TOKEN || used + IDLE.toMillis() > now)
                .isPresent();
    }

    /** The tokens, or the sessions, of an account, the youngest first. */
    public List<Credential> of(Account account, Credential.Kind kind) {
        return database.sql(
                        ALL
                                + "where account_id = ? and kind = ? and expires >= ? order by created desc, id")
                .params(account.id(), kind.name().toLowerCase(Locale.ROOT), clock.millis())
                .query(Credentials::credential)
                .list();
    }

    /** How many of a kind could still be used. */
    public long count(Credential.Kind kind) {
        long now = clock.millis();
        return database.sql(
                        """
                        select count(*) from credential
                        where kind = ? and expires > ? and (kind = 'token' or last_used > ?)\
                        """)
                .params(kind.name().toLowerCase(Locale.ROOT), now, now - IDLE.toMillis())
                .query(Long.class)
                .single();
    }

    /** Takes one back. Answers whether the account had it. */
    public boolean revoke(Account account, String id) {
        return database.sql("delete from credential where id = ? and account_id = ?")
                        .params(id, account.id())
                        .update()
                > 0;
    }

    /** Takes all back, but for one that is kept, if it is named. */
    public void revokeAll(Account account, String kept) {
        database.sql("delete from credential where account_id = ? and id <> ?")
                .params(account.id(), kept)
                .update();
    }

    /** Secrets are random and long, so that a plain hash of them tells nothing. */
    static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
