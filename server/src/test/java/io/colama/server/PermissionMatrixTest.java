package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every address of the published description, asked by everybody: the table says who is answered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class PermissionMatrixTest {

    private static final Pattern LINE =
            Pattern.compile("(\\w+) +(/\\S+) +(\\w+)(?: +(write))?(?: +(\\S.*))?");

    /** Everybody who asks, from the least to the most. */
    private static final List<String> ROLES =
            List.of(
                    "nobody",
                    "stranger",
                    "viewer",
                    "contributor",
                    "maintainer",
                    "owner",
                    "administrator");

    private ServerFixture server;
    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, Client> readers = new HashMap<>();

    /**
     * A line of the table.
     *
     * @param asked a query, or a body
     */
    record Line(String method, String path, String needs, boolean writes, String asked) {

        String route() {
            return method + " " + path;
        }

        boolean isOfMachine() {
            return ROLES.subList(2, 6).contains(needs);
        }

        /** Whether a role is enough. The one that views is the account and the member, too. */
        boolean admits(String role) {
            return switch (needs) {
                case "nobody" -> true;
                case "anybody" -> !role.equals("nobody");
                case "self", "member" -> role.equals("viewer") || role.equals("administrator");
                default -> ROLES.indexOf(role) >= ROLES.indexOf(needs);
            };
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        Path samples = Path.of(System.getProperty("colama.project.root", "..")).resolve("samples");
        server.checkIn("web", samples.resolve("debian-1.qcow2"));
        server.checkIn("web", samples.resolve("debian-2.qcow2"));
        Client browser = server.administrator();
        clients.put("nobody", server.nobody());
        for (String role : ROLES.subList(1, 6)) {
            clients.put(role, server.account(browser, role, "write"));
            readers.put(role, server.token(role, "read"));
        }
        server.account(browser, "other", "read");
        browser.post(
                        "/api/v1/accounts",
                        "{\"name\":\"root\",\"password\":\"a long password\",\"administrator\":true}")
                .is(201);
        clients.put("administrator", server.token("root", "admin"));
        readers.put("administrator", server.token("root", "read"));
        browser.post("/api/v1/groups", "{\"name\":\"viewer\"}").is(201);
        browser.put("/api/v1/groups/viewer/members/viewer", "").is(204);
        for (String role : ROLES.subList(2, 5)) {
            browser.put(
                            "/api/v1/machines/web/access/accounts/" + role,
                            "{\"role\":\"%s\"}".formatted(role))
                    .is(204);
        }
        String seen = browser.get("/api/v1/machines/web/access").is(200).header("ETag");
        browser.patch("/api/v1/machines/web/access", "{\"owner\":\"owner\"}", seen).is(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (InputStream table =
                PermissionMatrixTest.class.getResourceAsStream("permissions.txt")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
                Matcher parts = LINE.matcher(line.strip());
                assertThat(parts.matches()).as(line).isTrue();
                lines.add(
                        new Line(
                                parts.group(1),
                                parts.group(2),
                                parts.group(3),
                                parts.group(4) != null,
                                Optional.ofNullable(parts.group(5)).orElse("")));
            }
        }
        return lines.stream();
    }

    @Test
    void namesEveryAddressThatIsPublishedAndNoOther() throws IOException {
        assertThat(lines().map(Line::route))
                .containsExactlyInAnyOrderElementsOf(
                        Contract.routes().stream()
                                .map(route -> route.method() + " " + route.path())
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void answersWhoMayAskAndNobodyElse(Line line) {
        if (line.needs.equals("other")) {
            return;
        }
        for (String role : ROLES) {
            Answer answer = ask(Optional.ofNullable(clients.get(role)).orElseThrow(), role, line);
            String what = role + ": " + line.route() + " " + answer.response().body();
            if (line.admits(role)) {
                assertThat(answer.status()).as(what).isNotIn(401, 403, 404).isLessThan(500);
            } else if (role.equals("nobody")) {
                assertThat(answer.status()).as(what).isEqualTo(401);
            } else if (line.isOfMachine()) {
                // whoever sees the machine is told why; others are not told that it is there
                assertThat(answer.status()).as(what).isEqualTo(role.equals("stranger") ? 404 : 403);
            } else {
                assertThat(answer.status()).as(what).isIn(403, 404);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void changesNothingForATokenThatOnlyReads(Line line) {
        if (!line.writes) {
            return;
        }
        readers.forEach((role, client) -> {
            Answer answer = ask(client, role + "-reading", line);
            assertThat(answer.status())
                    .as("%s: %s %s", role, line.route(), answer.response().body())
                    .isIn(line.admits(role) ? List.of(403) : List.of(403, 404));
        });
    }

    private static Answer ask(Client client, String role, Line line) {
        String path =
                line.path
                        .replace("{machine}", "web")
                        .replace("{revision}", "head")
                        .replace("{disk}", "disk0")
                        .replace("{tag}", "by-" + role)
                        .replace("{account}", "other")
                        .replace("access/accounts/{name}", "access/accounts/other")
                        .replace("{name}", "viewer");
        assertThat(path).doesNotContain("{");
        String body = line.asked.startsWith("{") ? line.asked.replace("ROLE", role) : "";
        String whole = line.asked.startsWith("?") ? path + line.asked : path;
        return switch (line.method) {
            case "GET" -> client.get(whole);
            case "POST" -> client.post(whole, body);
            case "PUT" -> client.put(whole, body);
            case "DELETE" -> client.delete(whole);
            case "PATCH" -> client.patch(whole, body, "*");
            default -> throw new AssertionError(line.method);
        };
    }
}
