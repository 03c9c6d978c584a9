package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What stands between the world and a server withstands those who try. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class FrontAbuseTest {

    private static final String HOST = "Host: colama.test\r\n";

    /** Behind a proxy that ends TLS. */
    private ServerFixture proxied;

    /** Reached as it listens. */
    private ServerFixture plain;

    @BeforeAll
    void start(@TempDir Path one, @TempDir Path two) throws IOException {
        proxied =
                new ServerFixture(
                        one,
                        """
                        server.public-url=https://colama.test
                        server.trusted-proxies=127.0.0.1, ::1
                        limits.logins-per-address=6
                        """);
        plain = new ServerFixture(two, "limits.requests-per-account=60");
    }

    @AfterAll
    void stop() {
        proxied.close();
        plain.close();
    }

    /** Sends what no client would, and answers all that comes back. */
    private static String raw(ServerFixture server, String request) throws IOException {
        URI address = server.address();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String get(ServerFixture server, String path, String headers)
            throws IOException {
        return raw(
                server, "GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n".formatted(path, headers));
    }

    private static String login(ServerFixture server, String headers, String password)
            throws IOException {
        return login(server, headers, password, "admin");
    }

    private static String login(ServerFixture server, String headers, String password, String name)
            throws IOException {
        String body = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
        return raw(
                server,
                "POST /api/v1/session HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(headers, body.length(), body));
    }

    @Test
    void isNoOtherHost() throws IOException {
        for (String host :
                List.of(
                        "Host: evil.test\r\n",
                        "Host: colama.test:8080\r\n",
                        "Host: colama.test.evil.test\r\n",
                        HOST + "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Host: evil.test\r\n")) {
            assertThat(get(proxied, "/api/v1/login-methods", host))
                    .as(host)
                    .startsWith("HTTP/1.1 421")
                    .doesNotContain("evil");
        }
        for (String broken :
                List.of("", HOST + HOST, "Host: a b\r\n", "Host: colama.test\\x\r\n")) {
            assertThat(get(proxied, "/api/v1/login-methods", broken))
                    .as(broken)
                    .matches("(?s)HTTP/1.1 (400|421).*");
        }
        assertThat(get(proxied, "/api/v1/login-methods", HOST)).startsWith("HTTP/1.1 200");
        assertThat(get(proxied, "/api/v1/login-methods", "Host: COLAMA.test:443\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(get(proxied, "/health", "Host: 127.0.0.1\r\n")).startsWith("HTTP/1.1 200");
        assertThat(get(proxied, "/health/../api/v1/login-methods", "Host: evil.test\r\n"))
                .matches("(?s)HTTP/1.1 (400|421).*");
    }

    @Test
    void tellsBrowsersToComeSafelyAndKeepsCookiesToItself() throws IOException {
        assertThat(get(proxied, "/api/v1/login-methods", HOST))
                .contains("Strict-Transport-Security: max-age=31536000")
                .doesNotContain("includeSubDomains");
        assertThat(get(plain, "/api/v1/login-methods", "Host: x\r\n"))
                .doesNotContain("Strict-Transport-Security");
        String address = "X-Forwarded-For: 198.51.100.7\r\n";
        String in = login(proxied, HOST + address, proxied.first().password());
        assertThat(in).startsWith("HTTP/1.1 200");
        String cookie = in.replaceFirst("(?s).*Set-Cookie: (__Host-colama_session=[^;]*).*", "$1");
        assertThat(in).contains("; Secure", "; HttpOnly", "Path=/;", "SameSite=Strict");
        assertThat(get(proxied, "/api/v1/session", HOST + "Cookie: " + cookie + "\r\n"))
                .startsWith("HTTP/1.1 200");
        String unsafe = cookie.replace("__Host-", "");
        assertThat(get(proxied, "/api/v1/session", HOST + "Cookie: " + unsafe + "\r\n"))
                .as("one that another host of the domain could have set")
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void takesNoSessionThatSomebodyElseChose() throws IOException {
        String chosen = "__Host-colama_session=colama_chosen";
        String in =
                login(
                        proxied,
                        HOST + "X-Forwarded-For: 198.51.100.8\r\nCookie: " + chosen + "\r\n",
                        proxied.first().password());
        assertThat(in).startsWith("HTTP/1.1 200").doesNotContain("colama_chosen");
        assertThat(get(proxied, "/api/v1/session", HOST + "Cookie: " + chosen + "\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void writesDownTheAddressThatTheProxySaw() throws IOException {
        assertThat(login(proxied, HOST + "X-Forwarded-For: 6.6.6.6, 198.51.100.9\r\n", "wrong"))
                .startsWith("HTTP/1.1 403");
        String in =
                login(
                        proxied,
                        HOST + "X-Forwarded-For: 198.51.100.10\r\n",
                        proxied.first().password());
        String cookie = in.replaceFirst("(?s).*Set-Cookie: (__Host-colama_session=[^;]*).*", "$1");
        assertThat(
                        get(
                                proxied,
                                "/api/v1/audit?action=session.refuse",
                                HOST + "Cookie: " + cookie + "\r\n"))
                .contains("\"origin\":\"198.51.100.9\"")
                .doesNotContain("6.6.6.6");
        Client nobody =
                plain.with(Map.of("X-Forwarded-For", "6.6.6.6", "Forwarded", "for=6.6.6.6"));
        nobody.post("/api/v1/session", "{\"name\":\"spoofer\",\"password\":\"x\"}").is(403);
        String events =
                plain.administrator()
                        .get("/api/v1/audit?action=session.refuse&object=spoofer")
                        .is(200)
                        .response()
                        .body();
        assertThat(events).contains("spoofer").doesNotContain("6.6.6.6");
    }

    @Test
    void letsNoLineIntoHeadersAndNames() throws IOException {
        assertThat(get(proxied, "/api/v1/login-methods", HOST + "X-Request-Id: a\u00e9b\r\n"))
                .doesNotContain("a\u00e9b");
        assertThat(get(proxied, "/api/v1/login/oidc/x%0d%0aSet-Cookie:a=b", HOST))
                .doesNotContain("\nSet-Cookie:a=b")
                .matches("(?s)HTTP/1.1 4.*");
        Client administrator = plain.administrator();
        administrator
                .post("/api/v1/groups", "{\"name\":\"a\",\"fullName\":\"x\\r\\nSet-Cookie: a=b\"}")
                .is(400);
        administrator.post("/api/v1/groups", "{\"name\":\"a\\r\\nb\"}").is(400);
    }

    @Test
    void triesPasswordsOfOneAddressOnlySoOften() throws IOException {
        String address = HOST + "X-Forwarded-For: 2001:db8::%d\r\n";
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(login(proxied, address.formatted(i), "wrong", "u" + i));
        }
        assertThat(answers.get(5)).startsWith("HTTP/1.1 403");
        assertThat(answers.get(7)).startsWith("HTTP/1.1 429").contains("Retry-After: ");
        for (String spelling : List.of("/api/v1/%73ession", "/api/v1/devic%65/codes")) {
            assertThat(
                            raw(
                                    proxied,
                                    "POST %s HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                                            .formatted(spelling, address.formatted(9))))
                    .as(spelling)
                    .startsWith("HTTP/1.1 429");
        }
        assertThat(get(proxied, "/api/v1/login-methods", address.formatted(1)))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void countsRequestsOfAnAccount() {
        Client busy = plain.account(plain.administrator(), "busy", "read");
        int refused = 0;
        for (int i = 0; i < 1000 && refused < 2; i++) {
            ServerFixture.Answer answer = busy.get("/api/v1/session");
            if (answer.status() == 429) {
                refused++;
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
                assertThat(answer.text("/code")).isEqualTo("refused");
            }
        }
        plain.administrator().get("/api/v1/session").is(200); // others are let through
        assertThat(refused).isEqualTo(2);
    }

    @Test
    void takesNoChangeOfASessionWithoutTheSecondValue() {
        ServerFixture server = proxied;
        List<String> changes =
                List.of(
                        "POST /api/v1/groups",
                        "POST /api/v1/accounts",
                        "PATCH /api/v1/accounts/admin",
                        "PUT /api/v1/accounts/admin/password",
                        "POST /api/v1/accounts/admin/tokens",
                        "DELETE /api/v1/accounts/admin/tokens/1",
                        "PUT /api/v1/groups/g/members/admin",
                        "DELETE /api/v1/groups/g/members/admin",
                        "POST /api/v1/machines/m/clones",
                        "PUT /api/v1/machines/m/tags/t",
                        "POST /api/v1/machines/m/revisions/head/notes",
                        "PATCH /api/v1/machines/m/access",
                        "PUT /api/v1/machines/m/access/accounts/admin",
                        "DELETE /api/v1/machines/m/access/accounts/admin",
                        "DELETE /api/v1/session",
                        "POST /api/v1/device/approvals");
        String cookie;
        try {
            String in =
                    login(
                            server,
                            HOST + "X-Forwarded-For: 198.51.100.11\r\n",
                            server.first().password());
            cookie = in.replaceFirst("(?s).*Set-Cookie: (__Host-colama_session=[^;]*).*", "$1");
            for (String change : changes) {
                String forged =
                        raw(
                                server,
                                "%s HTTP/1.1\r\n%sCookie: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                                        .formatted(change, HOST, cookie));
                assertThat(forged).as(change).startsWith("HTTP/1.1 403");
            }
            assertThat(get(server, "/api/v1/session", HOST + "Cookie: " + cookie + "\r\n"))
                    .startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
