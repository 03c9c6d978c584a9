package io.colama.server.people;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.data.Transactions;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who the accounts are elsewhere. An account is found by provider and subject, which are given to
 * nobody else, and never by its name: a name that another account has here is refused.
 *
 * <p>At each login the memberships that came from the same provider are brought up to date; those
 * that were given here stay. Threads: any number.
 */
public final class Identities {

    /** The directory, as a provider. */
    public static final String DIRECTORY = "ldap";

    private static final int MOST_SUBJECT = 1000;
    private static final int MOST_GROUPS = 1000;
    private static final int MOST_NAME = 63;
    private static final int MOST_FULL_NAME = 200;

    private final JdbcClient database;
    private final Accounts accounts;
    private final Groups groups;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    /** The identities in a database. */
    public Identities(
            JdbcClient database,
            Accounts accounts,
            Groups groups,
            Transactions transactions,
            AuditLog audit,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.groups = groups;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether a provider knows an account. */
    public boolean isKnown(Account account, String provider) {
        return database.sql("select count(*) from identity where account_id = ? and provider = ?")
                        .params(account.id(), provider)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * The account of somebody whom a provider has let in; it is made when he comes for the first
     * time.
     *
     * @param from where the request is from, and its name
     * @throws OperationException when he is not to come in here
     */
    public Account logIn(Person person, AuditLog.Actor from) throws IOException {
        if (person.subject().isEmpty() || person.subject().length() > MOST_SUBJECT) {
            throw refused("the provider does not say who you are");
        }
        return transactions.get(() -> {
            Optional<Account> known = account(person);
            Account account = known.isPresent() ? known.get() : create(person, from);
            if (account.disabled()) {
                throw refused("the account \"%s\" is disabled".formatted(account.name()));
            }
            AuditLog.Actor actor =
                    new AuditLog.Actor(
                            account.id(), account.name(), from.origin(), from.requestId());
            Account now = updated(account, person, actor);
            updateGroups(now, person, actor);
            database.sql("update identity set last_login = ? where provider = ? and subject = ?")
                    .params(clock.millis(), person.provider(), person.subject())
                    .update();
            return now;
        });
    }

    private Optional<Account> account(Person person) {
        return database.sql("select account_id from identity where provider = ? and subject = ?")
                .params(person.provider(), person.subject())
                .query(String.class)
                .optional()
                .flatMap(accounts::byId);
    }

    private Account create(Person person, AuditLog.Actor from) throws IOException {
        String name = accountName(person.name());
        if (!person.joining().newAccounts()) {
            throw refused(
                    "there is no account for \"%s\" yet, and none is made by logging in: ask an administrator"
                            .formatted(name));
        }
        if (accounts.named(name).isPresent()) {
            throw refused(
                    "the name \"%s\" belongs to another account here: ask an administrator"
                            .formatted(name));
        }
        Account made = accounts.create(Account.Kind.USER, name, fullName(person), false);
        database.sql("insert into identity values (?, ?, ?, ?, ?)")
                .params(
                        person.provider(),
                        person.subject(),
                        made.id(),
                        clock.millis(),
                        clock.millis())
                .update();
        audit.add(
                new AuditLog.Actor(made.id(), made.name(), from.origin(), from.requestId()),
                Deed.of("account.create", "account", name)
                        .changing("", "known to " + person.provider()));
        return made;
    }

    private Account updated(Account account, Person person, AuditLog.Actor actor)
            throws OperationException {
        boolean administrator =
                person.joining()
                        .administrators()
                        .map(person.groups()::contains)
                        .orElse(account.administrator());
        String fullName = fullName(person);
        if (administrator == account.administrator() && fullName.equals(account.fullName())) {
            return account;
        }
        if (administrator != account.administrator()) {
            audit.add(
                    actor,
                    Deed.of("account.change", "account", account.name())
                            .changing(
                                    "administrator=" + account.administrator(),
                                    "administrator=" + administrator));
        }
        return accounts.change(account, fullName, administrator, account.disabled());
    }

    private void updateGroups(Account account, Person person, AuditLog.Actor actor)
            throws OperationException {
        Set<String> wanted = new LinkedHashSet<>();
        person.groups().stream()
                .limit(MOST_GROUPS)
                .map(group -> groupName(person.joining().groupPrefix(), group))
                .flatMap(Optional::stream)
                .forEach(wanted::add);
        List<String> had =
                database.sql(
                                """
                                select g.name from group_member_origin o join account_group g on g.id = o.group_id
                                where o.account_id = ? and o.provider = ?\
                                """)
                        .params(account.id(), person.provider())
                        .query(String.class)
                        .list();
        for (String name : had) {
            if (!wanted.contains(name)) {
                groups.remove(groups.get(name), account);
                audit.add(
                        actor, Deed.of("group.remove", "group", name).changing(account.name(), ""));
            }
        }
        Set<String> in = Set.copyOf(groups.of(account));
        for (String name : wanted) {
            Optional<Group> group = group(name, person.joining(), actor);
            if (group.isPresent() && !in.contains(group.get().id())) {
                groups.add(group.get(), account);
                database.sql("insert into group_member_origin values (?, ?, ?)")
                        .params(group.get().id(), account.id(), person.provider())
                        .update();
                audit.add(actor, Deed.of("group.add", "group", name).changing("", account.name()));
            }
        }
    }

    private Optional<Group> group(String name, Joining joining, AuditLog.Actor actor)
            throws OperationException {
        Optional<Group> there = groups.named(name);
        if (there.isPresent() || !joining.newGroups()) {
            return there;
        }
        Group made = groups.create(name, "");
        audit.add(actor, Deed.of("group.create", "group", name));
        return Optional.of(made);
    }

    /** A name that can be one here; two that differ elsewhere may get the same, and one of them. */
    static String accountName(String name) throws OperationException {
        String clean = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        String begun = clean.replaceFirst("^[^a-z0-9]+", "");
        if (begun.isEmpty()) {
            throw refused("the provider tells no name that an account could have");
        }
        return begun.length() > MOST_NAME ? begun.substring(0, MOST_NAME) : begun;
    }

    /**
     * The group here of a group there. Rights hang on it, so that only letters and blanks are
     * adapted; others that do not fit are no groups here.
     */
    static Optional<String> groupName(String prefix, String group) {
        String plain = group.startsWith("/") ? group.substring(1) : group;
        String name = prefix + plain.toLowerCase(Locale.ROOT).replace(' ', '-');
        return Accounts.NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }

    private static String fullName(Person person) {
        StringBuilder clean = new StringBuilder();
        person.fullName()
                .codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(MOST_FULL_NAME / 2)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    private static OperationException refused(String why) {
        return new OperationException(Failure.REFUSED, why);
    }
}
