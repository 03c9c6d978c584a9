package io.colama.server.people;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The accounts. Threads: any number. */
public final class Accounts {

    /** The names of accounts and of groups. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private static final int MOST_CHARACTERS = 200;

    private static final String ALL =
            "select id, kind, name, full_name, administrator, disabled, created, version from account ";

    private final JdbcClient database;
    private final Clock clock;

    /** The accounts in a database. */
    public Accounts(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getString("id"),
                Account.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getString("full_name"),
                row.getBoolean("administrator"),
                row.getBoolean("disabled"),
                Instant.ofEpochMilli(row.getLong("created")),
                row.getLong("version"));
    }

    /** Whether there is none yet. */
    public boolean isEmpty() {
        return database.sql("select count(*) from account").query(Long.class).single() == 0;
    }

    /** An account by its name. */
    public Optional<Account> named(String name) {
        return database.sql(ALL + "where name = ?").param(name).query(Accounts::account).optional();
    }

    /**
     * The account of a name.
     *
     * @throws OperationException when there is none
     */
    public Account get(String name) throws OperationException {
        return named(name)
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND, "there is no account \"%s\"".formatted(name)));
    }

    /** An account by its id. */
    public Optional<Account> byId(String id) {
        return database.sql(ALL + "where id = ?").param(id).query(Accounts::account).optional();
    }

    /**
     * Accounts in the order of their names.
     *
     * @param after the name before the first; empty from the beginning
     */
    public List<Account> list(String after, int limit) {
        return database.sql(ALL + "where name > ? order by name limit ?")
                .params(after, limit)
                .query(Accounts::account)
                .list();
    }

    /** The hash of an account's password; empty when it cannot log in by one. */
    Optional<String> passwordHash(Account account) {
        return database.sql(
                        "select password_hash from account where id = ? and password_hash is not null")
                .param(account.id())
                .query(String.class)
                .optional();
    }

    /**
     * Makes an account.
     *
     * @throws OperationException when the name is none, or is taken
     */
    public Account create(Account.Kind kind, String name, String fullName, boolean administrator)
            throws OperationException {
        checked(name);
        checkedText(fullName);
        Account account =
                new Account(
                        UUID.randomUUID().toString(),
                        kind,
                        name,
                        fullName,
                        administrator,
                        false,
                        Instant.ofEpochMilli(clock.millis()),
                        1);
        int made =
                database.sql(
                                """
                                insert into account values (?, ?, ?, ?, ?, ?, null, ?, 1)
                                on conflict (name) do nothing\
                                """)
                        .params(
                                account.id(),
                                kind.name().toLowerCase(Locale.ROOT),
                                name,
                                fullName,
                                administrator,
                                false,
                                account.created().toEpochMilli())
                        .update();
        if (made == 0) {
            throw new OperationException(
                    Failure.CONFLICT, "there is an account \"%s\" already".formatted(name));
        }
        return account;
    }

    /** Refuses what cannot name an account or a group. */
    static void checked(String name) throws OperationException {
        if (!NAME.matcher(name).matches()) {
            throw new OperationException(
                    Failure.USAGE,
                    "a name has 1 to 63 small letters, digits, dots, dashes and underscores, and begins with a letter or digit");
        }
    }

    static void checkedText(String text) throws OperationException {
        if (text.length() > MOST_CHARACTERS || text.chars().anyMatch(Character::isISOControl)) {
            throw new OperationException(
                    Failure.USAGE,
                    "a full name or label has at most %d characters, on one line"
                            .formatted(MOST_CHARACTERS));
        }
    }

    /** Replaces the hash of an account's password. */
    void setPasswordHash(Account account, String hash) {
        database.sql("update account set password_hash = ?, version = version + 1 where id = ?")
                .params(hash, account.id())
                .update();
    }

    /**
     * Changes an account that has not changed since it was read.
     *
     * @throws OperationException when it has
     */
    public Account change(Account seen, String fullName, boolean administrator, boolean disabled)
            throws OperationException {
        checkedText(fullName);
        int changed =
                database.sql(
                                """
                                update account set full_name = ?, administrator = ?, disabled = ?,
                                version = version + 1 where id = ? and version = ?\
                                """)
                        .params(fullName, administrator, disabled, seen.id(), seen.version())
                        .update();
        if (changed == 0) {
            throw new OperationException(
                    Failure.CONFLICT,
                    "the account \"%s\" was changed meanwhile: look at it again"
                            .formatted(seen.name()));
        }
        return byId(seen.id()).orElseThrow();
    }
}
