package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class RepeatTest {

    private ServerFixture server;
    private Client administrator;
    private Client ana;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        administrator = server.administrator();
        ana = server.account(administrator, "ana", "write");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Answer post(Client client, String path, String body, String key) {
        return client.send(
                "POST",
                path,
                body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json", "Idempotency-Key", key));
    }

    private static String checkIn(String machine) {
        return "{\"machine\":\"%s\",\"files\":[{\"name\":\"a\",\"bytes\":1}]}".formatted(machine);
    }

    @Test
    void areAnsweredTheSameAndDoneOnce() {
        Answer first = post(ana, "/api/v1/check-ins", checkIn("once"), "k1").is(201);
        Answer again = post(ana, "/api/v1/check-ins", checkIn("once"), "k1").is(201);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(ana.get("/api/v1/tasks?machine=once").json().at("/items")).hasSize(1);
        assertThat(post(ana, "/api/v1/check-ins", checkIn("other"), "k1").is(422).text("/code"))
                .isEqualTo("usage");
        post(administrator, "/api/v1/groups", "{\"name\":\"k1\"}", "k1").is(201);
    }

    @Test
    void mayBeMendedWhenTheyWereRefused() {
        post(ana, "/api/v1/check-ins", "{}", "k2").is(400);
        post(ana, "/api/v1/check-ins", checkIn("mended"), "k2").is(201);
        post(ana, "/api/v1/check-ins", checkIn("mended"), "a b").is(400);
        post(server.nobody(), "/api/v1/check-ins", checkIn("mended"), "k2").is(401);
    }

    @Test
    void areDoneOnceWhenTheyComeAtTheSameTime() throws ExecutionException, InterruptedException {
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                answers.add(
                        threads.submit(() ->
                                post(
                                        administrator,
                                        "/api/v1/groups",
                                        "{\"name\":\"together\"}",
                                        "k3")));
            }
        }
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).isIn(201, 409);
        }
        assertThat(post(administrator, "/api/v1/groups", "{\"name\":\"together\"}", "k3").status())
                .isEqualTo(201);
    }

    @Test
    void leaveNoSecretBehind() {
        Client browser = server.browser("ana", "a long password");
        String body = "{\"label\":\"t\",\"scope\":\"read\"}";
        Answer made = post(browser, "/api/v1/accounts/ana/tokens", body, "k4").is(201);
        assertThat(made.text("/secret")).startsWith("colama_");
        Answer again = post(browser, "/api/v1/accounts/ana/tokens", body, "k4").is(409);
        assertThat(again.response().body()).doesNotContain("colama_");
        assertThat(again.text("/detail")).contains("told once");
    }
}
