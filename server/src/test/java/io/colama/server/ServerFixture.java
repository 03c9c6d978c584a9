package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.operations.CheckIn;
import io.colama.operations.Environment;
import io.colama.operations.Init;
import io.colama.operations.SourceName;
import io.colama.operations.Task;
import io.colama.operations.service.RunningService;
import io.colama.operations.service.ServiceRequest;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server of a small repository, and what a client needs to speak with it. */
final class ServerFixture implements Closeable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Environment environment;
    private final RunningService service;
    private final HttpClient client = HttpClient.newHttpClient();

    ServerFixture(Path directory) throws IOException {
        this(directory, "", true);
    }

    /** A server with a file of settings. */
    ServerFixture(Path directory, String settings) throws IOException {
        this(directory, settings, true);
    }

    /**
     * A server.
     *
     * @param empty whether its repository is made, or is one that another server has left
     */
    ServerFixture(Path directory, String settings, boolean empty) throws IOException {
        this(directory, settings, empty, Clock.systemUTC());
    }

    /** A server that runs already, of a repository in this directory. */
    ServerFixture(Path directory, RunningService service) {
        this.environment = environment(directory, Clock.systemUTC());
        this.service = service;
    }

    private static Environment environment(Path directory, Clock clock) {
        return new Environment(directory.resolve("repository"), clock, "local");
    }

    /** A server with another clock. */
    ServerFixture(Path directory, String settings, boolean empty, Clock clock) throws IOException {
        this.environment = environment(directory, clock);
        if (empty) {
            new Init(environment).run();
        }
        this.service =
                new SpringService()
                        .start(
                                new ServiceRequest(
                                        Optional.empty(),
                                        settings.contains("server.port")
                                                ? Optional.empty()
                                                : Optional.of(0),
                                        Optional.of(
                                                Files.writeString(
                                                        directory.resolve("settings"), settings)),
                                        Optional.empty(),
                                        Optional.empty()),
                                environment);
    }

    /** An answer. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String text(String pointer) {
            return json().at(pointer).asString();
        }

        /** The same, if it has this status. */
        Answer is(int status) {
            assertThat(status()).as(response.body()).isEqualTo(status);
            return this;
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Somebody who sends requests: with headers that say who it is. */
    record Client(ServerFixture server, Map<String, String> headers) {

        /** What it says in a header. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        Answer get(String path) {
            return server.send("GET", path, "", headers, Map.of());
        }

        Answer post(String path, String body) {
            return server.send("POST", path, body, headers, Map.of());
        }

        Answer put(String path, String body) {
            return server.send("PUT", path, body, headers, Map.of());
        }

        Answer delete(String path) {
            return server.send("DELETE", path, "", headers, Map.of());
        }

        /** Any request; its body is what it is. */
        Answer send(String method, String path, byte[] body, Map<String, String> more) {
            return server.send(
                    method,
                    path,
                    HttpRequest.BodyPublishers.ofByteArray(body),
                    headers,
                    more,
                    HttpResponse.BodyHandlers.ofString());
        }

        /** The bytes that are answered. */
        byte[] bytes(String path, Map<String, String> more) {
            return server.<byte[]>request(
                            "GET", path, HttpRequest.BodyPublishers.noBody(), headers, more)
                    .apply(HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        }

        /** An answer as it comes. */
        HttpResponse<InputStream> stream(String path, Map<String, String> more) {
            return server.<InputStream>request(
                            "GET", path, HttpRequest.BodyPublishers.noBody(), headers, more)
                    .apply(HttpResponse.BodyHandlers.ofInputStream());
        }

        Answer patch(String path, String body, String seen) {
            return server.send("PATCH", path, body, headers, Map.of("If-Match", seen));
        }
    }

    private Answer send(
            String method,
            String path,
            String body,
            Map<String, String> who,
            Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        if (!body.isEmpty()) {
            all.put("Content-Type", "application/json");
        }
        HttpRequest.BodyPublisher bytes =
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        Answer answer = send(method, path, bytes, who, all, HttpResponse.BodyHandlers.ofString());
        Contract.check(method, answer.response().uri(), answer.response());
        return answer;
    }

    private Answer send(
            String method,
            String path,
            HttpRequest.BodyPublisher body,
            Map<String, String> who,
            Map<String, String> more,
            HttpResponse.BodyHandler<String> handler) {
        return new Answer(this.<String>request(method, path, body, who, more).apply(handler));
    }

    private <T> Function<HttpResponse.BodyHandler<T>, HttpResponse<T>> request(
            String method,
            String path,
            HttpRequest.BodyPublisher body,
            Map<String, String> who,
            Map<String, String> more) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.address().resolve(path)).method(method, body);
        who.forEach(request::header);
        more.forEach(request::header);
        return handler -> {
            try {
                return client.send(request.build(), handler);
            } catch (IOException e) {
                throw new AssertionError(method + " " + path, e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
    }

    /** Where the repository is. */
    Path repository() {
        return environment.repository();
    }

    URI address() {
        return service.address();
    }

    RunningService.FirstLogin first() {
        return service.firstLogin().orElseThrow();
    }

    /** Nobody in particular. */
    Client nobody() {
        return new Client(this, Map.of());
    }

    /** A client with other headers. */
    Client with(Map<String, String> headers) {
        return new Client(this, headers);
    }

    /** Logs in as a browser does. */
    Client browser(String name, String password) {
        Answer begun =
                nobody().post(
                                "/api/v1/session",
                                "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password))
                        .is(200);
        String session = begun.header("Set-Cookie").split(";")[0];
        Answer looked = with(Map.of("Cookie", session)).get("/api/v1/session").is(200);
        String forged =
                looked.response().headers().allValues("Set-Cookie").stream()
                        .filter(cookie -> cookie.startsWith("XSRF-TOKEN="))
                        .map(cookie -> cookie.split(";")[0])
                        .findFirst()
                        .orElseThrow();
        return with(
                Map.of(
                        "Cookie",
                        session + "; " + forged,
                        "X-XSRF-TOKEN",
                        forged.substring("XSRF-TOKEN=".length())));
    }

    /** The first administrator. */
    Client administrator() {
        return browser(first().name(), first().password());
    }

    /** Makes an account, and a token of it. */
    Client account(Client administrator, String name, String scope) {
        administrator
                .post(
                        "/api/v1/accounts",
                        "{\"name\":\"%s\",\"password\":\"a long password\"}".formatted(name))
                .is(201);
        return token(name, scope);
    }

    /** A token of an account that {@link #account} has made. */
    Client token(String name, String scope) {
        String secret =
                browser(name, "a long password")
                        .post(
                                "/api/v1/accounts/" + name + "/tokens",
                                "{\"label\":\"test\",\"scope\":\"%s\"}".formatted(scope))
                        .is(201)
                        .text("/secret");
        return with(Map.of("Authorization", "Bearer " + secret));
    }

    /** Checks in a disk of chance, past the server. */
    void checkIn(String machine, long seed) throws IOException {
        Path disk = environment.repository().resolveSibling(machine + seed + ".raw");
        RandomDisk.of(Seed.of(seed), 1 << 20).writeTo(disk);
        checkIn(machine, disk);
    }

    /** Checks in a disk, past the server, with what lies below it. */
    void checkIn(String machine, Path disk) throws IOException {
        CheckIn.Request request =
                new CheckIn.Request(
                        Optional.of(machine),
                        List.of(new SourceName.InFiles(disk)),
                        Optional.empty(),
                        disk.toString(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        true,
                        Optional.empty());
        new CheckIn(environment).run(request, Task.SILENT);
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        client.shutdownNow(); // answers that nobody read to their end would keep it
        client.close();
    }
}
