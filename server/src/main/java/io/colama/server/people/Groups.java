package io.colama.server.people;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.data.ChangeCounter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The groups. Threads: any number. */
public final class Groups {

    private static final String ALL =
            "select id, name, full_name, created, version from account_group ";

    private final JdbcClient database;
    private final ChangeCounter changes;
    private final Clock clock;

    /** The groups in a database. */
    public Groups(JdbcClient database, ChangeCounter changes, Clock clock) {
        this.database = database;
        this.changes = changes;
        this.clock = clock;
    }

    private static Group group(ResultSet row, int number) throws SQLException {
        return new Group(
                row.getString("id"),
                row.getString("name"),
                row.getString("full_name"),
                Instant.ofEpochMilli(row.getLong("created")),
                row.getLong("version"));
    }

    /** A group by its name. */
    public Optional<Group> named(String name) {
        return database.sql(ALL + "where name = ?").param(name).query(Groups::group).optional();
    }

    /**
     * The group of a name.
     *
     * @throws OperationException when there is none
     */
    public Group get(String name) throws OperationException {
        return named(name)
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND, "there is no group \"%s\"".formatted(name)));
    }

    /** A group by its id. */
    public Optional<Group> byId(String id) {
        return database.sql(ALL + "where id = ?").param(id).query(Groups::group).optional();
    }

    /** Groups in the order of their names, after one of them. */
    public List<Group> list(String after, int limit) {
        return database.sql(ALL + "where name > ? order by name limit ?")
                .params(after, limit)
                .query(Groups::group)
                .list();
    }

    /**
     * Makes a group without members.
     *
     * @throws OperationException when the name is none, or is taken
     */
    public Group create(String name, String fullName) throws OperationException {
        Accounts.checked(name);
        Accounts.checkedText(fullName);
        Group group =
                new Group(
                        UUID.randomUUID().toString(),
                        name,
                        fullName,
                        Instant.ofEpochMilli(clock.millis()),
                        1);
        int made =
                database.sql(
                                "insert into account_group values (?, ?, ?, ?, 1) on conflict (name) do nothing")
                        .params(group.id(), name, fullName, group.created().toEpochMilli())
                        .update();
        if (made == 0) {
            throw new OperationException(
                    Failure.CONFLICT, "there is a group \"%s\" already".formatted(name));
        }
        return group;
    }

    /** The names of the members, in order. */
    public List<String> members(Group group) {
        return database.sql(
                        """
                        select a.name from group_member m join account a on a.id = m.account_id
                        where m.group_id = ? order by a.name\
                        """)
                .param(group.id())
                .query(String.class)
                .list();
    }

    /** The ids of the groups that an account is in. */
    public List<String> of(Account account) {
        return database.sql("select group_id from group_member where account_id = ?")
                .param(account.id())
                .query(String.class)
                .list();
    }

    /** Takes an account in, whatever a provider says about that later. */
    public void add(Group group, Account account) {
        database.sql("delete from group_member_origin where group_id = ? and account_id = ?")
                .params(group.id(), account.id())
                .update();
        database.sql("insert into group_member values (?, ?) on conflict do nothing")
                .params(group.id(), account.id())
                .update();
        changes.count();
    }

    /** Lets an account out. */
    public void remove(Group group, Account account) {
        database.sql("delete from group_member where group_id = ? and account_id = ?")
                .params(group.id(), account.id())
                .update();
        changes.count();
    }
}
