package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in, and how he is told what is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class ServerTest {

    private ServerFixture server;
    private Client administrator;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        server.checkIn("web", 1);
        administrator = server.administrator();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void isHealthyToEverybody() {
        assertThat(server.nobody().get("/health").is(200).text("/status")).isEqualTo("UP");
        server.nobody().get("/health/liveness").is(200);
        server.nobody().get("/health/readiness").is(200);
    }

    @Test
    void tellsItsMetricsToThoseWhoAreIn() {
        server.nobody().get("/metrics").is(401);
        assertThat(administrator.get("/metrics").is(200).response().body())
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void refusesWhoeverIsNotIn() {
        Answer refused = server.nobody().get("/api/v1/machines").is(401);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.text("/code")).isEqualTo("refused");
        assertThat(refused.text("/requestId")).isEqualTo(refused.header("X-Request-Id"));
        server.with(Map.of("Authorization", "Bearer colama_nothing"))
                .get("/api/v1/machines")
                .is(401);
        server.with(Map.of("Cookie", "colama_session=colama_nothing"))
                .get("/api/v1/machines")
                .is(401);
    }

    @Test
    void takesNoTokenFromAnAddress() {
        Client ana = server.account(administrator, "url", "read");
        String secret = ana.header("Authorization").substring("Bearer ".length());
        server.nobody().get("/api/v1/machines?token=" + secret).is(400);
        server.nobody().get("/api/v1/machines?access_token=" + secret).is(400);
        server.nobody().get("/api/v1/machines?x=" + secret).is(400);
        server.nobody().get("/api/v1/machines?x=" + secret.replace("c", "%63")).is(400);
    }

    @Test
    void beginsANewSessionAtEachLogin() {
        Answer one = login("admin", server.first().password());
        Answer two = login("admin", server.first().password());
        String cookie = one.is(200).header("Set-Cookie");
        assertThat(cookie)
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .isNotEqualTo(two.is(200).header("Set-Cookie"));
    }

    private Answer login(String name, String password) {
        return server.nobody()
                .post(
                        "/api/v1/session",
                        "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    }

    @Test
    void letsSomebodyInWhoseOldSessionHasEnded() {
        String login =
                "{\"name\":\"admin\",\"password\":\"%s\"}".formatted(server.first().password());
        server.with(Map.of("Cookie", "colama_session=colama_ended"))
                .post("/api/v1/session", login)
                .is(200);
    }

    @Test
    void endsASession() {
        Client browser = server.administrator();
        browser.get("/api/v1/session").is(200);
        browser.delete("/api/v1/session").is(204);
        browser.get("/api/v1/session").is(401);
    }

    @Test
    void takesNoChangeOfASessionThatAnotherSiteCouldHaveSent() {
        Client browser = server.administrator();
        String session = browser.header("Cookie").split(";")[0];
        Answer refused =
                server.with(Map.of("Cookie", session))
                        .post("/api/v1/groups", "{\"name\":\"forged\"}")
                        .is(403);
        assertThat(refused.text("/code")).isEqualTo("refused");
        browser.get("/api/v1/groups/forged").is(404);
    }

    @Test
    void blocksANameAfterFailures() {
        for (int i = 0; i < 5; i++) {
            login("nobody-x", "wrong").is(403);
        }
        Answer blocked = login("nobody-x", "wrong").is(429);
        assertThat(Integer.parseInt(blocked.header("Retry-After"))).isBetween(1, 61);
        server.account(administrator, "slow", "read");
        for (int i = 0; i < 5; i++) {
            login("slow", "wrong").is(403);
        }
        login("slow", "a long password").is(429);
    }

    @Test
    void tellsProblemsInOneLine() {
        for (Map.Entry<String, Integer> wrong :
                Map.of(
                                "/api/v1/machines?limit=0", 400,
                                "/api/v1/machines?limit=many", 400,
                                "/api/v1/machines?cursor=%25", 400,
                                "/api/v1/nothing", 404,
                                "/api/v1/machines/none", 404,
                                "/api/v1/machines/web/revisions/a@b", 400)
                        .entrySet()) {
            Answer answer = administrator.get(wrong.getKey()).is(wrong.getValue());
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.text("/type")).startsWith("urn:colama:problem:");
            assertThat(answer.text("/detail")).isNotBlank().doesNotContain("\n");
            assertThat(answer.json().at("/status").asInt()).isEqualTo(wrong.getValue());
        }
        administrator.post("/api/v1/groups", "{").is(400);
        Answer missing = administrator.post("/api/v1/groups", "{}").is(400);
        assertThat(missing.text("/detail")).contains("\"name\"");
        administrator.post("/api/v1/groups", "{\"name\":\"a\",\"nmae\":\"b\"}").is(400);
        administrator.post("/api/v1/groups", "[".repeat(100_000)).is(400);
        Answer tooLong = administrator.post("/api/v1/groups", " ".repeat(300_000)).is(413);
        assertThat(tooLong.text("/code")).isEqualTo("usage");
        administrator.put("/api/v1/machines", "{}").is(405);
    }

    @Test
    void takesNoBodyWithoutALength() throws IOException, InterruptedException {
        HttpRequest chunked =
                HttpRequest.newBuilder(server.address().resolve("/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(new byte[10])))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(chunked, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(411);
        }
    }

    @Test
    void keepsToItselfWhatFailedInside() {
        Answer answer = administrator.get("/api/v1/machines/" + "x".repeat(300));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.response().body()).doesNotContain("Exception");
    }

    @Test
    void namesRequestsAsTheClientDoesIfThatIsHarmless() {
        assertThat(with("X-Request-Id", "mine-1").get("/health").header("X-Request-Id"))
                .isEqualTo("mine-1");
        assertThat(with("X-Request-Id", "a b<c>").get("/health").header("X-Request-Id"))
                .isNotEqualTo("a b<c>")
                .isNotBlank();
    }

    private Client with(String header, String value) {
        return server.with(Map.of(header, value));
    }

    @Test
    void tellsBrowsersToBeCareful() {
        Answer answer = server.nobody().get("/health");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Server")).isEmpty();
    }

    @Test
    void changesPasswordsAndEndsWhatTheOldOneHadBegun() {
        Client token = server.account(administrator, "mover", "read");
        Client browser = server.browser("mover", "a long password");
        browser.put("/api/v1/accounts/mover/password", "{\"password\":\"another password\"}")
                .is(403);
        browser.put(
                        "/api/v1/accounts/mover/password",
                        "{\"current\":\"a long password\",\"password\":\"short\"}")
                .is(400);
        browser.put(
                        "/api/v1/accounts/mover/password",
                        "{\"current\":\"a long password\",\"password\":\"another password\"}")
                .is(204);
        browser.get("/api/v1/session").is(200);
        token.get("/api/v1/session").is(401);
        login("mover", "a long password").is(403);
        login("mover", "another password").is(200);
    }

    @Test
    void letsNobodyInWhoIsDisabled() {
        Client token = server.account(administrator, "gone", "read");
        String seen = administrator.get("/api/v1/accounts/gone").is(200).header("ETag");
        administrator.patch("/api/v1/accounts/gone", "{\"disabled\":true}", "\"99\"").is(409);
        administrator.patch("/api/v1/accounts/gone", "{\"disabled\":true}", seen).is(200);
        token.get("/api/v1/session").is(401);
        login("gone", "a long password").is(403);
        String own = administrator.get("/api/v1/accounts/admin").is(200).header("ETag");
        administrator.patch("/api/v1/accounts/admin", "{\"disabled\":true}", own).is(403);
    }

    @Test
    void doesNoMoreForATokenThanItsScopeSays() {
        Client reader = server.account(administrator, "reader", "read");
        reader.post("/api/v1/accounts/reader/tokens", "{\"label\":\"more\",\"scope\":\"admin\"}")
                .is(403);
        assertThat(reader.get("/api/v1/accounts/reader/tokens").is(200).json()).hasSize(1);
        reader.get("/api/v1/accounts").is(403);
        reader.get("/api/v1/audit").is(403);
    }

    @Test
    void writesDownWhatWasDone() {
        administrator.post("/api/v1/groups", "{\"name\":\"written\"}").is(201);
        Answer events = administrator.get("/api/v1/audit?object=written").is(200);
        assertThat(events.text("/items/0/action")).isEqualTo("group.create");
        assertThat(events.text("/items/0/actor")).isEqualTo("admin");
        Answer whole = administrator.get("/api/v1/audit/verification").is(200);
        assertThat(whole.json().at("/problem").isNull()).isTrue();
        assertThat(whole.json().at("/events").asLong()).isPositive();
    }
}
