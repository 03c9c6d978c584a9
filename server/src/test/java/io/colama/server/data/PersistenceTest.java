package io.colama.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.OperationException;
import io.colama.server.access.Accesses;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.access.Visibility;
import io.colama.server.audit.AuditEvent;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credential;
import io.colama.server.people.Credentials;
import io.colama.server.people.Directory;
import io.colama.server.people.Group;
import io.colama.server.people.Groups;
import io.colama.server.people.Identities;
import io.colama.server.people.Logins;
import io.colama.server.people.Passwords;
import io.colama.server.people.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a server keeps, in either database. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class PersistenceTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final AuditLog.Actor ANA = new AuditLog.Actor("1", "ana", "::1", "r");

    @TempDir private Path directory;

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private static Account account(JdbcClient database, String name) throws OperationException {
        return new Accounts(database, at(NOON)).create(Account.Kind.USER, name, "", false);
    }

    @ParameterizedTest
    @EnumSource
    void keepsAccounts(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Accounts accounts = new Accounts(database.client(), at(NOON));
            assertThat(accounts.isEmpty()).isTrue();
            Account ana = accounts.create(Account.Kind.USER, "ana", "Ana Ñ", true);
            accounts.create(Account.Kind.SERVICE, "ben", "", false);
            assertThat(accounts.named("ana")).contains(ana);
            assertThat(accounts.list("", 10))
                    .extracting(Account::name)
                    .containsExactly("ana", "ben");
            assertThat(accounts.list("ana", 10)).extracting(Account::name).containsExactly("ben");
            assertThatThrownBy(() -> accounts.create(Account.Kind.USER, "ana", "", false))
                    .isInstanceOf(OperationException.class)
                    .hasMessage("there is an account \"ana\" already");
            for (String bad : List.of("", "Ana", "a b", "../a", "é", "a".repeat(64))) {
                assertThatThrownBy(() -> accounts.create(Account.Kind.USER, bad, "", false))
                        .isInstanceOf(OperationException.class);
            }
            Account changed = accounts.change(ana, "Ana B", false, true);
            assertThat(changed.disabled()).isTrue();
            assertThat(changed.version()).isEqualTo(2);
            assertThatThrownBy(() -> accounts.change(ana, "late", true, false))
                    .hasMessageContaining("changed meanwhile");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsCredentialsUntilTheyEnd(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            JdbcClient client = database.client();
            Account ana = account(client, "ana");
            Credential.Made token =
                    new Credentials(client, at(NOON))
                            .token(ana, "ci", Scope.READ, Duration.ofDays(2));
            Credential.Made session = new Credentials(client, at(NOON)).session(ana, "browser");
            Credentials soon = new Credentials(client, at(NOON.plus(Duration.ofHours(1))));
            assertThat(soon.use(token.secret(), Credential.Kind.TOKEN)).isPresent();
            assertThat(soon.use(token.secret(), Credential.Kind.SESSION)).isEmpty();
            assertThat(soon.use(token.secret() + "x", Credential.Kind.TOKEN)).isEmpty();
            assertThat(soon.use(session.secret(), Credential.Kind.SESSION)).isPresent();
            Credentials idle = new Credentials(client, at(NOON.plus(Duration.ofHours(14))));
            assertThat(idle.use(session.secret(), Credential.Kind.SESSION)).isEmpty();
            assertThat(idle.use(token.secret(), Credential.Kind.TOKEN)).isPresent();
            Credentials late = new Credentials(client, at(NOON.plus(Duration.ofDays(3))));
            assertThat(late.use(token.secret(), Credential.Kind.TOKEN)).isEmpty();
            assertThat(client.sql("select secret_hash from credential").query(String.class).list())
                    .noneMatch(hash -> hash.contains(token.secret().substring(10)));
            assertThat(soon.revoke(account(client, "eve"), token.credential().id())).isFalse();
            assertThat(soon.revoke(ana, token.credential().id())).isTrue();
            assertThat(soon.use(token.secret(), Credential.Kind.TOKEN)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void blocksLongerAndLongerAndForgets(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            JdbcClient client = database.client();
            Accounts accounts = new Accounts(client, at(NOON));
            Account ana = account(client, "ana");
            Passwords passwords = new Passwords(accounts);
            passwords.set(ana, "the right password");
            for (int i = 0; i < 5; i++) {
                assertThat(logins(database, passwords, NOON).logIn("ana", "wrong", from("::1")))
                        .isEmpty();
            }
            assertThatThrownBy(() ->
                            logins(database, passwords, NOON)
                                    .logIn("ana", "the right password", from("::2")))
                    .isInstanceOf(Logins.Blocked.class)
                    .hasMessage("too many failed logins: try again in 61 seconds");
            Instant later = NOON.plus(Duration.ofMinutes(2));
            assertThat(logins(database, passwords, later).logIn("ana", "wrong", from("::1")))
                    .isEmpty();
            assertThatThrownBy(() ->
                            logins(database, passwords, later.plusSeconds(100))
                                    .logIn("ana", "the right password", from("::1")))
                    .isInstanceOf(Logins.Blocked.class);
            Instant muchLater = later.plus(Duration.ofMinutes(10));
            assertThat(
                            logins(database, passwords, muchLater)
                                    .logIn("ana", "the right password", from("::1")))
                    .contains(accounts.named("ana").orElseThrow());
        }
    }

    private static Logins logins(TestDatabase database, Passwords passwords, Instant time) {
        JdbcClient client = database.client();
        Accounts accounts = new Accounts(client, at(time));
        return new Logins(
                accounts,
                passwords,
                Directory.NONE,
                new Identities(
                        client,
                        accounts,
                        new Groups(client, new ChangeCounter(client), at(time)),
                        new Transactions(database.transactions()),
                        new AuditLog(client, database.transactions(), at(time)),
                        at(time)),
                client,
                database.transactions(),
                at(time));
    }

    private static AuditLog.Actor from(String address) {
        return new AuditLog.Actor("", "", address, "r");
    }

    @ParameterizedTest
    @EnumSource
    void decidesByOwnershipGroupsAndGrants(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            JdbcClient client = database.client();
            Account ana = account(client, "ana");
            Account ben = account(client, "ben");
            ChangeCounter changes = new ChangeCounter(client);
            Groups groups = new Groups(client, changes, at(NOON));
            Group ops = groups.create("ops", "");
            Accesses accesses = new Accesses(client, changes);
            Permissions permissions = new Permissions(accesses, groups, changes);
            accesses.add("web", ana);
            assertThat(permissions.of(ana, "web")).contains(Role.OWNER);
            assertThat(permissions.of(ben, "web")).isEmpty();
            assertThat(permissions.of(ben, "nothing")).isEmpty();
            accesses.change("web", accesses.find("web"), ana, Optional.of(ops), Visibility.GROUP);
            assertThat(permissions.of(ben, "web")).isEmpty();
            groups.add(ops, ben);
            assertThat(permissions.of(ben, "web")).contains(Role.VIEWER);
            accesses.grant("web", ops, Role.CONTRIBUTOR);
            assertThat(permissions.of(ben, "web")).contains(Role.CONTRIBUTOR);
            accesses.grant("web", ben, Role.MAINTAINER);
            assertThat(permissions.of(ben, "web")).contains(Role.MAINTAINER);
            assertThat(permissions.seen(ben).role("web")).contains(Role.MAINTAINER);
            accesses.grant("web", ben, Role.VIEWER);
            assertThat(permissions.of(ben, "web")).contains(Role.CONTRIBUTOR);
            assertThat(accesses.grants("web")).hasSize(2);
            groups.remove(ops, ben);
            accesses.revoke("web", ben);
            assertThat(permissions.of(ben, "web")).isEmpty();
            assertThat(permissions.seen(ben).role("web")).isEmpty();
            accesses.change(
                    "web", accesses.find("web"), ben, Optional.empty(), Visibility.EVERYONE);
            assertThat(permissions.of(ana, "web")).contains(Role.VIEWER);
            assertThat(permissions.of(ben, "web")).contains(Role.OWNER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesBackWhatBelongsToAFailure(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            JdbcClient client = database.client();
            AuditLog audit = new AuditLog(client, database.transactions(), at(NOON));
            Accounts accounts = new Accounts(client, at(NOON));
            Transactions transactions = new Transactions(database.transactions());
            assertThatThrownBy(() ->
                            transactions.run(() -> {
                                accounts.create(Account.Kind.USER, "ana", "", false);
                                audit.add(ANA, Deed.of("account.create", "account", "ana"));
                                accounts.create(Account.Kind.USER, "ana", "", false);
                            }))
                    .isInstanceOf(OperationException.class);
            assertThat(accounts.isEmpty()).isTrue();
            assertThat(audit.verify().events()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void chainsEventsOfManyWritersWithoutAGap(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            List<Future<?>> runs = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 6; i++) {
                    AuditLog audit =
                            new AuditLog(database.client(), database.transactions(), at(NOON));
                    runs.add(
                            threads.submit(() -> {
                                for (int n = 0; n < 20; n++) {
                                    audit.add(ANA, Deed.of("test", "thing", "a\0b" + n));
                                }
                            }));
                }
            }
            for (Future<?> run : runs) {
                run.get();
            }
            AuditLog audit = new AuditLog(database.client(), database.transactions(), at(NOON));
            AuditLog.Verification whole = audit.verify();
            assertThat(whole.problem()).isEmpty();
            assertThat(whole.events()).isEqualTo(120);
            assertThat(audit.find(query(Optional.of("ana"), 5)))
                    .extracting(AuditEvent::number)
                    .containsExactly(120L, 119L, 118L, 117L, 116L);
            assertThat(audit.find(query(Optional.of("ben"), 5))).isEmpty();
        }
    }

    private static AuditLog.Query query(Optional<String> actor, int limit) {
        return new AuditLog.Query(
                actor, Optional.empty(), Optional.empty(), Optional.empty(), Long.MAX_VALUE, limit);
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryKindOfTampering(TestDatabase.Kind kind) throws Exception {
        List<String> deeds =
                List.of(
                        "update audit_event set actor = 'eve' where number = 3",
                        "update audit_event set happened = happened + 1 where number = 3",
                        "update audit_event set before_text = after_text, after_text = before_text where number = 3",
                        "delete from audit_event where number = 3",
                        "delete from audit_event where number = 5",
                        "delete from audit_event");
        for (String deed : deeds) {
            Path place = directory.resolve("d" + deeds.indexOf(deed));
            try (TestDatabase database = new TestDatabase(kind, place)) {
                AuditLog audit = new AuditLog(database.client(), database.transactions(), at(NOON));
                for (int i = 0; i < 5; i++) {
                    audit.add(ANA, Deed.of("test", "thing", "n" + i).changing("was", "is"));
                }
                assertThat(audit.verify().problem()).isEmpty();
                database.client().sql(deed).update();
                assertThat(audit.verify().problem()).as(deed).isPresent();
            }
        }
    }
}
