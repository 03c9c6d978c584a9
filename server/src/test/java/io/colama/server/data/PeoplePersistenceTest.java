package io.colama.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import io.colama.server.people.DeviceCodes;
import io.colama.server.people.DeviceCodes.Told;
import io.colama.server.people.Group;
import io.colama.server.people.Groups;
import io.colama.server.people.Identities;
import io.colama.server.people.Joining;
import io.colama.server.people.Person;
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

/** Who people are elsewhere, and the codes of command lines, in either database. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class PeoplePersistenceTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final AuditLog.Actor NOBODY = new AuditLog.Actor("", "", "::1", "r");
    private static final Joining OPEN = new Joining(true, false, "", Optional.empty());

    @TempDir private Path directory;

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private static Identities identities(TestDatabase database) {
        JdbcClient client = database.client();
        return new Identities(
                client,
                new Accounts(client, at(NOON)),
                new Groups(client, new ChangeCounter(client), at(NOON)),
                new Transactions(database.transactions()),
                new AuditLog(client, database.transactions(), at(NOON)),
                at(NOON));
    }

    private static Person person(String provider, String subject, String name, String... groups) {
        return new Person(provider, subject, name, "", List.of(groups), OPEN);
    }

    @ParameterizedTest
    @EnumSource
    void knowsPeopleBySubjectAndProvider(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Identities identities = identities(database);
            Account ana = identities.logIn(person("https://a", "1", "ana"), NOBODY);
            assertThat(identities.logIn(person("https://a", "1", "renamed"), NOBODY))
                    .isEqualTo(ana);
            assertThatThrownBy(() -> identities.logIn(person("https://b", "1", "ana"), NOBODY))
                    .isInstanceOf(OperationException.class)
                    .hasMessage(
                            "the name \"ana\" belongs to another account here: ask an administrator");
            assertThat(identities.logIn(person("https://b", "1", "other"), NOBODY).id())
                    .isNotEqualTo(ana.id());
            assertThat(identities.isKnown(ana, "https://a")).isTrue();
            assertThat(identities.isKnown(ana, "https://b")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesBackOnlyMembershipsOfTheSameProvider(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Identities identities = identities(database);
            Groups groups =
                    new Groups(database.client(), new ChangeCounter(database.client()), at(NOON));
            for (String name : List.of("one", "two-words", "three", "four")) {
                groups.create(name, "");
            }
            Account ana =
                    identities.logIn(
                            person("https://a", "1", "ana", "One", "/Two Words", "absent", "one!"),
                            NOBODY);
            assertThat(names(groups, ana)).containsExactlyInAnyOrder("one", "two-words");
            groups.add(groups.get("three"), ana);
            groups.add(groups.get("one"), ana); // now it is given here
            identities.logIn(person("https://a", "1", "ana", "four"), NOBODY);
            assertThat(names(groups, ana)).containsExactlyInAnyOrder("one", "three", "four");
            groups.remove(groups.get("four"), ana);
            identities.logIn(person("https://a", "1", "ana", "four", "three"), NOBODY);
            identities.logIn(person("https://a", "1", "ana"), NOBODY);
            assertThat(names(groups, ana)).containsExactlyInAnyOrder("one", "three");
        }
    }

    private static List<String> names(Groups groups, Account account) {
        return groups.of(account).stream()
                .map(groups::byId)
                .flatMap(Optional::stream)
                .map(Group::name)
                .toList();
    }

    private static DeviceCodes codes(TestDatabase database, Instant time) {
        JdbcClient client = database.client();
        return new DeviceCodes(
                client,
                database.transactions(),
                new Accounts(client, at(time)),
                new Credentials(client, at(time)),
                at(time));
    }

    @ParameterizedTest
    @EnumSource
    void codesEndAndAreKeptAsHashes(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            JdbcClient client = database.client();
            Account ana =
                    new Accounts(client, at(NOON)).create(Account.Kind.USER, "ana", "", false);
            DeviceCodes codes = codes(database, NOON);
            DeviceCodes.Made made = codes.begin("desk", "::1");
            String row =
                    client.sql("select device_hash, user_hash from device_code")
                            .query((found, _) -> found.getString(1) + found.getString(2))
                            .single();
            assertThat(row).doesNotContain(made.device(), made.user());
            assertThat(codes.poll(made.device())).isEqualTo(Told.NotYet.AUTHORIZATION_PENDING);
            assertThat(codes(database, NOON.plusSeconds(3)).poll(made.device()))
                    .isEqualTo(Told.NotYet.SLOW_DOWN);
            assertThat(codes(database, NOON.plusSeconds(14)).poll(made.device()))
                    .isEqualTo(Told.NotYet.AUTHORIZATION_PENDING);
            Instant late = NOON.plus(Duration.ofMinutes(11));
            assertThatThrownBy(() -> codes(database, late).answer(made.user(), true, ana, "::1"))
                    .hasMessageContaining("no program waits");
            assertThat(codes(database, late).poll(made.device()))
                    .isEqualTo(Told.NotYet.EXPIRED_TOKEN);
            for (int i = 0; i < 20; i++) {
                codes(database, late).begin("many", "::2");
            }
            assertThatThrownBy(() -> codes(database, late).begin("many", "::2"))
                    .hasMessageContaining("too many");
            codes(database, late).begin("", "::3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneOfManyThatAskAtOnceGetsTheToken(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Account ana =
                    new Accounts(database.client(), at(NOON))
                            .create(Account.Kind.USER, "ana", "", false);
            DeviceCodes codes = codes(database, NOON);
            DeviceCodes.Made made = codes.begin("", "::1");
            codes.answer(made.user(), true, ana, "::1");
            List<Future<Told>> asked = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 6; i++) {
                    asked.add(threads.submit(() -> codes.poll(made.device())));
                }
            }
            int tokens = 0;
            for (Future<Told> each : asked) {
                tokens += each.get() instanceof Told.Approved ? 1 : 0;
            }
            assertThat(tokens).isEqualTo(1);
        }
    }
}
