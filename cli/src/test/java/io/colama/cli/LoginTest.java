package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.colama.cli.remote.KnownServers;
import io.colama.cli.remote.ServerAddress;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in at a server that says what a test wants it to. */
@SuppressWarnings("NullAway.Init") // JUnit and the set-up set the fields before each test
class LoginTest {

    private static final String TOKEN = "colama_0123456789abcdefghij";

    private record Scripted(int status, String body) {}

    private final Map<String, List<Scripted>> answers = new LinkedHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @TempDir private Path directory;

    private HttpServer server;
    private CommandLineFixture colama;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        colama = new CommandLineFixture(directory);
        System.setProperty("colama.configuration", configuration().toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty("colama.configuration");
        server.stop(0);
    }

    private Path configuration() {
        return directory.resolve("config/colama");
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(who == null ? what : what + " " + who);
            List<Scripted> left = answers.getOrDefault(what, new ArrayList<>());
            Scripted next =
                    left.isEmpty()
                            ? new Scripted(404, problem("not-found", "there is no such thing"))
                            : left.size() == 1 ? left.getFirst() : left.removeFirst();
            byte[] body = next.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            next.body.contains("urn:colama")
                                    ? "application/problem+json"
                                    : "application/json");
            exchange.getResponseHeaders().set("Location", "http://evil.test/");
            exchange.sendResponseHeaders(next.status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static String problem(String code, String detail) {
        return "{\"type\":\"urn:colama:problem:%s\",\"code\":\"%s\",\"detail\":\"%s\"}"
                .formatted(code, code, detail);
    }

    private void script(String what, int status, String body) {
        answers.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Scripted(status, body));
    }

    private void scriptCodes() {
        script(
                "POST /api/v1/device/codes",
                201,
                """
                {"deviceCode":"d","userCode":"BCDF-GHJK","verificationUri":"%s/device","expiresIn":600,"interval":1}\
                """
                        .formatted(url()));
    }

    private void scriptToken() {
        script(
                "POST /api/v1/device/tokens",
                200,
                "{\"token\":\"%s\",\"account\":\"ana\",\"scope\":\"write\",\"expires\":\"2027-01-01T00:00:00Z\"}"
                        .formatted(TOKEN));
    }

    @Test
    void showsACodeAndWaitsUntilItIsEntered() throws IOException {
        scriptCodes();
        script(
                "POST /api/v1/device/tokens",
                400,
                problem("authorization_pending", "nobody has entered the code yet"));
        scriptToken();
        assertThat(colama.ok("login", url()))
                .contains("open  " + url() + "/device", "enter BCDF-GHJK", "logged in at " + url());
        Path file = configuration().resolve("servers.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration())))
                .isEqualTo("rwx------");
        assertThat(colama.ok("login", "--list"))
                .isEqualToIgnoringNewLines(url() + "  ana  until 2027-01-01T00:00:00Z")
                .doesNotContain(TOKEN);
        assertThat(colama.json("login", "--list").keySet())
                .containsExactly("server", "account", "expires");
        script("DELETE /api/v1/session", 204, "");
        assertThat(colama.ok("logout")).contains("logged out at " + url());
        assertThat(asked).last().isEqualTo("DELETE /api/v1/session Bearer " + TOKEN);
        assertThat(colama.ok("login", "--list")).isEmpty();
        assertThat(Files.readString(file)).doesNotContain(TOKEN);
        assertThat(colama.run("logout")).isEqualTo(3);
    }

    @Test
    void recordsAreOneToALine() {
        scriptCodes();
        scriptToken();
        List<String> lines = colama.ok("login", url(), "--json").lines().toList();
        assertThat(JsonParser.parseString(lines.getFirst()).getAsJsonObject().keySet())
                .containsExactly("verificationUri", "userCode", "expiresIn");
        assertThat(JsonParser.parseString(lines.getLast()).getAsJsonObject().keySet())
                .containsExactly("server", "account", "expires");
    }

    @Test
    void isRefusedWhenTheUserSaysNo() {
        scriptCodes();
        script(
                "POST /api/v1/device/tokens",
                400,
                problem("access_denied", "the login was refused in the browser"));
        assertThat(colama.run("login", url())).isEqualTo(6);
        assertThat(colama.err())
                .isEqualToIgnoringNewLines("colama: the login was refused in the browser");
        assertThat(configuration()).doesNotExist();
    }

    @Test
    void takesATokenFromTheStandardInput() throws IOException {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream((TOKEN + "\n").getBytes(StandardCharsets.UTF_8)));
            script("GET /api/v1/session", 200, "{\"name\":\"robot\"}");
            assertThat(colama.ok("login", url(), "--token-stdin")).contains("as robot");
            assertThat(asked).containsExactly("GET /api/v1/session Bearer " + TOKEN);
            System.setIn(new ByteArrayInputStream("short\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(colama.run("login", url(), "--token-stdin")).isEqualTo(2);
        } finally {
            System.setIn(before);
        }
        script("DELETE /api/v1/session", 401, problem("refused", "log in"));
        assertThat(colama.ok("logout", url())).contains("logged out");
    }

    @Test
    void keepsATokenThatCouldNotBeTakenBack() throws IOException {
        scriptCodes();
        scriptToken();
        colama.ok("login", url());
        script("DELETE /api/v1/session", 500, problem("failed", "it failed"));
        assertThat(colama.run("logout")).isEqualTo(1);
        assertThat(colama.err()).contains("it failed; --forget");
        assertThat(colama.ok("login", "--list")).contains("ana");
        assertThat(colama.ok("logout", "--forget")).contains("logged out");
        colama.ok("login", url());
        Path file = configuration().resolve("servers.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(colama.run("login", "--list")).isEqualTo(6);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        for (String damaged : List.of("{", "{}", "[]", "{\"servers\":[null]}")) {
            Files.writeString(file, damaged);
            assertThat(colama.run("login", "--list")).as(damaged).isEqualTo(5);
        }
    }

    @Test
    void tellsWhatTheServerTellsAndGoesNowhereElse() throws IOException {
        try (ServerClient client =
                new ServerClient(URI.create(url()), Optional.of(TOKEN), Optional.empty())) {
            script("GET /api/v1/a", 404, problem("not-found", "there is no machine\\nx"));
            failure(() -> client.get("/a"), Failure.NOT_FOUND, "there is no machine");
            script("GET /api/v1/b", 302, "");
            failure(() -> client.get("/b"), Failure.REFUSED, "evil.test");
            failure(() -> client.open("/b"), Failure.REFUSED, "evil.test");
            script("GET /api/v1/c", 200, "<html>");
            failure(() -> client.get("/c"), Failure.FAILED, "not JSON");
            script("GET /api/v1/d", 502, "<html>");
            failure(() -> client.get("/d"), Failure.FAILED, "502");
            script("GET /api/v1/e", 401, problem("refused", "log in"));
            failure(() -> client.get("/e"), Failure.REFUSED, "colama login");
            script("GET /api/v1/f", 507, problem("no-space", "full"));
            failure(() -> client.get("/f"), Failure.NO_SPACE, "full");
            script("PATCH /api/v1/upload", 204, "");
            assertThat(
                            client.exchange(
                                            "PATCH",
                                            "/api/v1/upload",
                                            Map.of("Upload-Offset", "0"),
                                            HttpRequest.BodyPublishers.ofString("bytes"))
                                    .firstValue("Location"))
                    .isPresent();
            failure(
                    () ->
                            client.exchange(
                                    "DELETE",
                                    "//evil.test/x",
                                    Map.of(),
                                    HttpRequest.BodyPublishers.noBody()),
                    Failure.NOT_FOUND,
                    "no such thing");
            assertThat(asked).last().asString().contains("DELETE /api/v1//evil.test/x");
            script("GET /api/v1/g", 404, problem("new-code", "odd"));
            failure(() -> client.get("/g"), Failure.FAILED, "odd");
        }
        server.stop(0);
        assertThat(colama.run("login", url())).isEqualTo(1);
        assertThat(colama.err()).contains("cannot connect");
    }

    private interface Call {
        Object run() throws IOException;
    }

    private static void failure(Call call, Failure failure, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        OperationException.class,
                        told -> assertThat(told.failure()).isEqualTo(failure))
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void addressesAreSafe() throws IOException {
        assertThat(ServerAddress.parse("Colama.Example.org/"))
                .isEqualTo(URI.create("https://colama.example.org"));
        assertThat(ServerAddress.parse("http://localhost:8080"))
                .isEqualTo(URI.create("http://localhost:8080"));
        assertThat(ServerAddress.parse("https://[::1]:8443")).hasPort(8443);
        for (String wrong :
                List.of(
                        "",
                        "ftp://x",
                        "https://u:p@x",
                        "https://x/path",
                        "https://x?token=y",
                        "https://",
                        "a b",
                        "--insecure")) {
            assertThatThrownBy(() -> ServerAddress.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(OperationException.class);
        }
        failure(
                () -> ServerAddress.parse("http://colama.example.org"),
                Failure.REFUSED,
                "https://");
        KnownServers servers = new KnownServers(directory.resolve("k"));
        servers.put(new KnownServers.Known("https://a", "ana", TOKEN, "", ""));
        servers.put(new KnownServers.Known("https://b", "ana", TOKEN, "", ""));
        servers.put(new KnownServers.Known("https://a", "ben", TOKEN, "", ""));
        assertThat(servers.all()).hasSize(2);
        assertThat(servers.all().toString()).doesNotContain(TOKEN);
        failure(() -> servers.get(Optional.empty()), Failure.USAGE, "2 servers");
        failure(
                () -> servers.get(Optional.of(URI.create("https://c"))),
                Failure.NOT_FOUND,
                "not logged in");
    }
}
