package io.colama.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.data.MovingClock;
import io.colama.server.data.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class RepeatedRequestsTest {

    @TempDir private Path directory;
    private final MovingClock clock = new MovingClock();

    private static RepeatedRequests.Named named(String account, String key, String body) {
        return RepeatedRequests.Named.of(account, key, "/x", body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void areKnownForADay(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            RepeatedRequests requests = new RepeatedRequests(database.client(), clock);
            RepeatedRequests.Named one = named("ana", "k", "a password");
            assertThat(requests.begin(one)).isEmpty();
            assertThat(requests.begin(one).orElseThrow().status()).isZero();
            assertThat(requests.begin(named("ben", "k", "a password"))).isEmpty();
            requests.keep(one, 201, "Location: /y\n", "{}");
            RepeatedRequests.Answer known = requests.begin(one).orElseThrow();
            assertThat(known.status()).isEqualTo(201);
            assertThat(known.requestHash()).isEqualTo(one.requestHash());
            assertThat(named("ana", "k", "other").requestHash()).isNotEqualTo(one.requestHash());
            assertThat(named("ana", "k", "other").keyHash()).isEqualTo(one.keyHash());
            clock.pass(RepeatedRequests.KEPT.plusSeconds(1));
            assertThat(requests.begin(one)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void areDoneAgainWhenTheyWereRefusedOrLost(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            RepeatedRequests requests = new RepeatedRequests(database.client(), clock);
            RepeatedRequests.Named one = named("ana", "k", "");
            assertThat(requests.begin(one)).isEmpty();
            requests.forget(one);
            assertThat(requests.begin(one)).isEmpty();
            clock.pass(RepeatedRequests.LOST.minus(Duration.ofSeconds(1)));
            assertThat(requests.begin(one)).isPresent();
            clock.pass(Duration.ofSeconds(2));
            assertThat(requests.begin(one)).isEmpty();
        }
    }
}
