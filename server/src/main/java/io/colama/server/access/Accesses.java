package io.colama.server.access;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.data.ChangeCounter;
import io.colama.server.people.Account;
import io.colama.server.people.Group;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose the machines are, and what was granted. Threads: any number. */
public final class Accesses {

    private static final String ALL =
            "select machine, creator, owner_id, group_id, visibility, version from machine_access ";

    private final JdbcClient database;
    private final ChangeCounter changes;

    /** The ownership and grants in a database. */
    public Accesses(JdbcClient database, ChangeCounter changes) {
        this.database = database;
        this.changes = changes;
    }

    /**
     * A role that was given to an account or to a group.
     *
     * @param toGroup whether a group has it
     * @param name of the account or group
     */
    public record Grant(boolean toGroup, String name, Role role) {}

    private static MachineAccess access(ResultSet row, int number) throws SQLException {
        return new MachineAccess(
                row.getString("machine"),
                row.getString("creator"),
                Optional.ofNullable(row.getString("owner_id")),
                Optional.ofNullable(row.getString("group_id")),
                Visibility.of(row.getString("visibility")),
                row.getLong("version"));
    }

    /** Whose a machine is; empty when it belongs to nobody. */
    public Optional<MachineAccess> find(String machine) {
        return database.sql(ALL + "where machine = ?")
                .param(machine)
                .query(Accesses::access)
                .optional();
    }

    /** All machines that belong to somebody. */
    List<MachineAccess> all() {
        return database.sql(ALL).query(Accesses::access).list();
    }

    /** The names of accounts and groups by their ids, for those to whom machines belong. */
    Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        database.sql(
                        """
                        select id, name from account where id in (select owner_id from machine_access)
                        union all select id, name from account_group where id in (select group_id from machine_access)\
                        """)
                .query(row -> {
                    names.put(row.getString("id"), row.getString("name"));
                });
        return names;
    }

    /** A role that an account has by a grant, to itself or to a group of its. */
    record Granted(String machine, Role role) {}

    private static Granted granted(ResultSet row, int number) throws SQLException {
        return new Granted(row.getString("machine"), Role.of(row.getString("role")));
    }

    /** What was granted to an account, also by its groups. */
    List<Granted> granted(String account) {
        return database.sql(
                        """
                        select machine, role from machine_grant
                        where account_id = :account or group_id in
                            (select group_id from group_member where account_id = :account)\
                        """)
                .param("account", account)
                .query(Accesses::granted)
                .list();
    }

    /** Notes whose a new machine is. */
    public void add(String machine, Account creator) {
        database.sql(
                        """
                        insert into machine_access values (?, ?, ?, null, 'private', 1)
                        on conflict (machine) do nothing\
                        """)
                .params(machine, creator.name(), creator.id())
                .update();
        changes.count();
    }

    /** Forgets whose a machine was that has not come to be. */
    public void remove(String machine) {
        database.sql("delete from machine_access where machine = ?").param(machine).update();
        changes.count();
    }

    /**
     * Changes whose a machine is.
     *
     * @param seen as it was read; empty when it belonged to nobody
     * @throws OperationException when it was changed meanwhile
     */
    public void change(
            String machine,
            Optional<MachineAccess> seen,
            Account owner,
            Optional<Group> group,
            Visibility visibility)
            throws OperationException {
        @Nullable String groupId = group.map(Group::id).orElse(null);
        int changed =
                seen.isPresent()
                        ? database.sql(
                                        """
                                        update machine_access set owner_id = ?, group_id = ?, visibility = ?,
                                        version = version + 1 where machine = ? and version = ?\
                                        """)
                                .param(owner.id())
                                .param(groupId)
                                .param(visibility.word())
                                .param(machine)
                                .param(seen.get().version())
                                .update()
                        : database.sql(
                                        """
                                        insert into machine_access values (?, '', ?, ?, ?, 1)
                                        on conflict (machine) do nothing\
                                        """)
                                .param(machine)
                                .param(owner.id())
                                .param(groupId)
                                .param(visibility.word())
                                .update();
        if (changed == 0) {
            throw new OperationException(
                    Failure.CONFLICT,
                    "the access to \"%s\" was changed meanwhile: look at it again"
                            .formatted(machine));
        }
        changes.count();
    }

    /** What was granted of a machine, in the order of the names. */
    public List<Grant> grants(String machine) {
        return database.sql(
                        """
                        select a.name as account, t.name as account_group, g.role as role
                        from machine_grant g left join account a on a.id = g.account_id
                        left join account_group t on t.id = g.group_id
                        where g.machine = ? order by 1, 2\
                        """)
                .param(machine)
                .query((row, _) -> {
                    String group = row.getString("account_group");
                    return new Grant(
                            group != null,
                            group != null ? group : row.getString("account"),
                            Role.of(row.getString("role")));
                })
                .list();
    }

    /** Gives an account a role, instead of the one that it had. */
    public void grant(String machine, Account account, Role role) {
        revoke(machine, account);
        database.sql("insert into machine_grant values (?, ?, null, ?)")
                .params(machine, account.id(), role.word())
                .update();
        changes.count();
    }

    /** Gives a group a role, instead of the one that it had. */
    public void grant(String machine, Group group, Role role) {
        revoke(machine, group);
        database.sql("insert into machine_grant values (?, null, ?, ?)")
                .params(machine, group.id(), role.word())
                .update();
        changes.count();
    }

    /** Takes back what an account was granted. */
    public void revoke(String machine, Account account) {
        database.sql("delete from machine_grant where machine = ? and account_id = ?")
                .params(machine, account.id())
                .update();
        changes.count();
    }

    /** Takes back what a group was granted. */
    public void revoke(String machine, Group group) {
        database.sql("delete from machine_grant where machine = ? and group_id = ?")
                .params(machine, group.id())
                .update();
        changes.count();
    }
}
