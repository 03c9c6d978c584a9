package io.colama.server.people;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The teams, which people know as groups. Threads: any number. */
public final class Teams {

    private static final String ALL = "select id, name, full_name, created, version from team ";

    private final JdbcClient database;
    private final Clock clock;

    /** The teams in a database. */
    public Teams(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Team team(ResultSet row, int number) throws SQLException {
        return new Team(
                row.getString("id"),
                row.getString("name"),
                row.getString("full_name"),
                Instant.ofEpochMilli(row.getLong("created")),
                row.getLong("version"));
    }

    /** A team by its name. */
    public Optional<Team> named(String name) {
        return database.sql(ALL + "where name = ?").param(name).query(Teams::team).optional();
    }

    /**
     * The team of a name.
     *
     * @throws OperationException when there is none
     */
    public Team get(String name) throws OperationException {
        return named(name)
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND, "there is no group \"%s\"".formatted(name)));
    }

    /** A team by its id. */
    public Optional<Team> byId(String id) {
        return database.sql(ALL + "where id = ?").param(id).query(Teams::team).optional();
    }

    /** Teams in the order of their names, after one of them. */
    public List<Team> list(String after, int limit) {
        return database.sql(ALL + "where name > ? order by name limit ?")
                .params(after, limit)
                .query(Teams::team)
                .list();
    }

    /**
     * Makes a team without members.
     *
     * @throws OperationException when the name is none, or is taken
     */
    public Team create(String name, String fullName) throws OperationException {
        Accounts.checked(name);
        Accounts.checkedText(fullName);
        Team team =
                new Team(
                        UUID.randomUUID().toString(),
                        name,
                        fullName,
                        Instant.ofEpochMilli(clock.millis()),
                        1);
        int made =
                database.sql(
                                "insert into team values (?, ?, ?, ?, 1) on conflict (name) do nothing")
                        .params(team.id(), name, fullName, team.created().toEpochMilli())
                        .update();
        if (made == 0) {
            throw new OperationException(
                    Failure.CONFLICT, "there is a group \"%s\" already".formatted(name));
        }
        return team;
    }

    /** The names of the members, in order. */
    public List<String> members(Team team) {
        return database.sql(
                        """
                        select a.name from team_member m join account a on a.id = m.account_id
                        where m.team_id = ? order by a.name\
                        """)
                .param(team.id())
                .query(String.class)
                .list();
    }

    /** The ids of the teams that an account is in. */
    public List<String> of(Account account) {
        return database.sql("select team_id from team_member where account_id = ?")
                .param(account.id())
                .query(String.class)
                .list();
    }

    /** Takes an account in. */
    public void add(Team team, Account account) {
        database.sql("insert into team_member values (?, ?) on conflict do nothing")
                .params(team.id(), account.id())
                .update();
    }

    /** Lets an account out. */
    public void remove(Team team, Account account) {
        database.sql("delete from team_member where team_id = ? and account_id = ?")
                .params(team.id(), account.id())
                .update();
    }
}
