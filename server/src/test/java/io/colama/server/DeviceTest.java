package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A command line is let in by its user, who is logged in with a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class DeviceTest {

    private ServerFixture server;
    private Client administrator;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        administrator = server.administrator();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Answer codes(String label) {
        return server.nobody()
                .post("/api/v1/device/codes", "{\"label\":\"%s\"}".formatted(label))
                .is(201);
    }

    private Answer poll(Answer codes) {
        return server.nobody()
                .post(
                        "/api/v1/device/tokens",
                        "{\"deviceCode\":\"%s\"}".formatted(codes.text("/deviceCode")));
    }

    private static Answer answer(Client browser, String code, String more) {
        return browser.post(
                "/api/v1/device/approvals", "{\"code\":\"%s\"%s}".formatted(code, more));
    }

    @Test
    void getsATokenWhenItIsApproved() {
        server.account(administrator, "ana", "read");
        Client ana = server.browser("ana", "a long password");
        Answer codes = codes("colama on \u2028\u001b[2Jdesk".replace("\u001b", "\\u001b"));
        assertThat(codes.text("/userCode")).matches("[B-Z]{4}-[B-Z]{4}");
        assertThat(codes.text("/verificationUri"))
                .isEqualTo(server.address().resolve("/device").toString());
        assertThat(codes.text("/verificationUriComplete"))
                .endsWith("/device?code=" + codes.text("/userCode"));
        assertThat(poll(codes).is(400).text("/code")).isEqualTo("authorization_pending");
        assertThat(poll(codes).is(400).text("/code")).isEqualTo("slow_down");
        Answer shown = answer(ana, codes.text("/userCode"), "").is(200);
        assertThat(shown.text("/label")).startsWith("colama on ").doesNotContain("\u001b");
        assertThat(shown.text("/origin")).isNotBlank();
        assertThat(poll(codes).is(400).text("/code")).isEqualTo("slow_down");
        String typed = codes.text("/userCode").toLowerCase(java.util.Locale.ROOT).replace("-", " ");
        answer(ana, typed, ",\"approve\":true").is(200);
        Answer token = poll(codes).is(200);
        assertThat(token.text("/account")).isEqualTo("ana");
        assertThat(token.text("/scope")).isEqualTo("write");
        Client program = server.with(Map.of("Authorization", "Bearer " + token.text("/token")));
        assertThat(program.get("/api/v1/session").is(200).text("/name")).isEqualTo("ana");
        program.get("/api/v1/accounts").is(403);
        assertThat(poll(codes).is(400).text("/code")).as("told once").isEqualTo("expired_token");
        program.delete("/api/v1/session").is(204);
        program.get("/api/v1/session").is(401);
    }

    @Test
    void getsNoneWhenItIsDenied() {
        Answer codes = codes("");
        answer(administrator, codes.text("/userCode"), ",\"approve\":false").is(200);
        assertThat(poll(codes).is(400).text("/code")).isEqualTo("access_denied");
        assertThat(poll(codes).is(400).text("/code")).isEqualTo("expired_token");
        answer(administrator, codes.text("/userCode"), ",\"approve\":true").is(404);
    }

    @Test
    void isLetInByNobodyElse() {
        Answer codes = codes("");
        Client token = server.account(administrator, "robot", "admin");
        assertThat(
                        answer(token, codes.text("/userCode"), ",\"approve\":true")
                                .is(403)
                                .text("/detail"))
                .contains("browser");
        answer(server.nobody(), codes.text("/userCode"), ",\"approve\":true").is(401);
        String session = administrator.header("Cookie").split(";")[0];
        answer(server.with(Map.of("Cookie", session)), codes.text("/userCode"), ",\"approve\":true")
                .is(403);
        assertThat(poll(codes).is(400).text("/code")).isEqualTo("authorization_pending");
        server.nobody().post("/api/v1/device/tokens", "{\"deviceCode\":\"x\"}").is(400);
        server.nobody().post("/api/v1/device/tokens", "{}").is(400);
    }

    @Test
    void cannotBeGuessedForLong() {
        server.account(administrator, "guesser", "read");
        Client guesser = server.browser("guesser", "a long password");
        for (int i = 0; i < 5; i++) {
            answer(guesser, "BBBB-BBB" + "BCDFG".charAt(i), ",\"approve\":true").is(404);
        }
        answer(guesser, codes("").text("/userCode"), ",\"approve\":true").is(429);
    }

    @Test
    void gettingInAsADisabledAccountIsRefused() {
        server.account(administrator, "leaver", "read");
        Client leaver = server.browser("leaver", "a long password");
        Answer codes = codes("");
        answer(leaver, codes.text("/userCode"), ",\"approve\":true").is(200);
        administrator.patch("/api/v1/accounts/leaver", "{\"disabled\":true}", "*").is(200);
        assertThat(poll(codes).is(400).text("/code")).isEqualTo("access_denied");
    }
}
