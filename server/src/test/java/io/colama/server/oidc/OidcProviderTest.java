package io.colama.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.server.people.Joining;
import io.colama.server.people.Person;
import io.colama.server.people.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider publishes is fetched when it is needed, and again when it has changed. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class OidcProviderTest {

    private FakeProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new FakeProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private OidcLogins logins(Clock clock) throws IOException {
        return OidcLogins.open(
                List.of(
                        new OidcSettings(
                                "fake",
                                "The provider",
                                provider.issuer(),
                                FakeProvider.CLIENT,
                                Optional.of(FakeProvider.SECRET),
                                "openid",
                                "preferred_username",
                                Optional.empty(),
                                Optional.empty(),
                                new Joining(true, false, "", Optional.empty()))),
                Optional.of(URI.create("http://localhost:1")),
                clock,
                Duration.ofMillis(500));
    }

    private static Person login(OidcLogins logins) throws IOException, InterruptedException {
        OidcLogins.Begun begun = logins.begin("fake", "/");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String back =
                    client.send(
                                    HttpRequest.newBuilder(begun.location()).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .headers()
                            .firstValue("Location")
                            .orElseThrow();
            return logins.finish(
                            "fake",
                            new OidcLogins.Answer(
                                    Optional.of(back.replaceFirst(".*state=([^&]*).*", "$1")),
                                    Optional.of(back.replaceFirst(".*code=([^&]*).*", "$1")),
                                    Optional.empty(),
                                    Optional.empty()),
                            begun.kept())
                    .person();
        }
    }

    private int asked(String path) {
        return provider.asked.getOrDefault(path, new AtomicInteger()).get();
    }

    @Test
    void takesNewKeysWhenThereAreNewOnesAndAsksNotTooOften() throws Exception {
        Clock now = Clock.systemUTC();
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        Clock moving =
                new Clock() {
                    @Override
                    public java.time.ZoneId getZone() {
                        return now.getZone();
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public java.time.Instant instant() {
                        return now.instant().plus(later.get());
                    }
                };
        try (OidcLogins logins = logins(moving)) {
            assertThat(provider.asked).isEmpty();
            assertThat(login(logins).subject()).isEqualTo("1");
            login(logins);
            assertThat(asked("/keys")).isEqualTo(1);
            assertThat(asked("/.well-known/openid-configuration")).isEqualTo(1);
            provider.signing = FakeProvider.second();
            provider.published = List.of(FakeProvider.second());
            assertThatThrownBy(() -> login(logins)).hasMessageContaining("fits no key");
            assertThatThrownBy(() -> login(logins)).hasMessageContaining("fits no key");
            assertThat(asked("/keys")).isEqualTo(1);
            later.set(Duration.ofSeconds(40));
            login(logins);
            assertThat(asked("/keys")).isEqualTo(2);
        }
    }

    @Test
    void believesNoMetadataOfSomebodyElse() throws Exception {
        List<String> spoiled =
                List.of(
                        "{\"issuer\":\"https://evil.test\"}",
                        "{}",
                        "<html>",
                        "silent",
                        "endless",
                        "[".repeat(100_000));
        for (String each : spoiled) {
            provider.instead.put("/.well-known/openid-configuration", each);
            try (OidcLogins logins = logins(Clock.systemUTC())) {
                assertThatThrownBy(() -> logins.begin("fake", "/"))
                        .as(each.length() > 50 ? "nested" : each)
                        .isInstanceOf(Unavailable.class)
                        .message()
                        .doesNotContain("\n");
            }
        }
        provider.instead.clear();
        provider.metadata =
                said -> said.replaceFirst("http://localhost:\\d+/authorize", "file:///x");
        try (OidcLogins logins = logins(Clock.systemUTC())) {
            assertThatThrownBy(() -> logins.begin("fake", "/"))
                    .hasMessageContaining("authorization_endpoint");
        }
        provider.metadata =
                said ->
                        said.replace(
                                "{\"issuer",
                                "{\"authorization_response_iss_parameter_supported\":true,\"issuer");
        try (OidcLogins logins = logins(Clock.systemUTC())) {
            assertThatThrownBy(() -> login(logins)).hasMessageContaining("another provider");
        }
    }
}
