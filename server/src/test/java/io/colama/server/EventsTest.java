package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens, as it happens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class EventsTest {

    private ServerFixture server;
    private Client administrator;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        server.checkIn("web", 1);
        server.checkIn("secret", 2);
        administrator = server.administrator();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Client viewer(String name) {
        Client made = server.account(administrator, name, "write");
        administrator
                .put("/api/v1/machines/web/access/accounts/" + name, "{\"role\":\"contributor\"}")
                .is(204);
        return made;
    }

    /** A stream that is read line by line. */
    private static final class Listening implements Closeable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;
        private final List<String> seen = new ArrayList<>();

        Listening(Client client, Map<String, String> headers) {
            this.response = client.stream("/api/v1/events", headers);
            assertThat(response.statusCode()).isEqualTo(200);
            this.lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            until(": begun");
        }

        /** Reads until a line holds this; that line. */
        String until(String part) {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    seen.add(line);
                    if (line.contains(part)) {
                        return line;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new AssertionError("the stream ended: " + seen);
        }

        boolean ends() throws IOException {
            String line = lines.readLine();
            while (line != null) {
                line = lines.readLine();
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    private void tag(String machine, String name) {
        administrator
                .put(
                        "/api/v1/machines/%s/tags/%s".formatted(machine, name),
                        "{\"revision\":\"head\"}")
                .is(200);
    }

    @Test
    void tellsWhatHappensToMachinesThatTheCallerSees() throws IOException {
        Client ana = viewer("ana");
        try (Listening events = new Listening(ana, Map.of())) {
            tag("secret", "hidden");
            tag("web", "seen");
            String data = events.until("data:");
            assertThat(data).contains("\"machine\":\"web\"").contains("\"what\":\"tag\"");
            ana.post("/api/v1/machines/web/revisions/head/notes", "{\"text\":\"n\"}").is(201);
            assertThat(events.until("data:")).contains("note");
            assertThat(events.seen).noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void goesOnWhereAListenerWas() throws IOException {
        Client ben = viewer("ben");
        String number;
        try (Listening events = new Listening(ben, Map.of())) {
            tag("web", "one");
            number = events.until("id:").substring("id:".length()).strip();
        }
        tag("web", "two");
        ben.post("/api/v1/machines/web/clones", "{\"name\":\"bens\"}").is(201);
        try (Listening events = new Listening(ben, Map.of("Last-Event-ID", number))) {
            assertThat(events.until("data:")).contains("tag");
            assertThat(events.until("data:")).contains("created").contains("bens");
        }
    }

    @Test
    void tellsOfTasksToTheirOwners() throws IOException {
        Client carl = viewer("carl");
        Client dora = viewer("dora");
        try (Listening own = new Listening(carl, Map.of());
                Listening other = new Listening(dora, Map.of())) {
            Answer begun = Sending.begin(carl, "carls", Map.of("d.raw", 4096L)).is(201);
            assertThat(own.until("waiting")).contains(begun.text("/task"));
            Sending.piece(carl, begun.text("/files/0/location"), 0, new byte[4096]).is(204);
            assertThat(own.until("\"succeeded\"")).contains("\"revision\"");
            tag("web", "after");
            other.until("tag");
            assertThat(other.seen).noneMatch(line -> line.contains(begun.text("/task")));
        }
    }

    @Test
    void endsWithTheSessionAndAtTooMany() throws IOException {
        Client first = viewer("emil");
        Client browser = server.browser("emil", "a long password");
        try (Listening events = new Listening(browser, Map.of())) {
            browser.delete("/api/v1/session").is(204);
            tag("web", "ended");
            assertThat(events.ends()).isTrue();
        }
        List<Listening> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(new Listening(first, Map.of()));
        }
        HttpResponse<InputStream> refused = first.stream("/api/v1/events", Map.of());
        assertThat(refused.statusCode()).isEqualTo(409);
        refused.body().close();
        for (Listening one : all) {
            one.close();
        }
    }

    @Test
    void doesNotKeepAServerFromEnding(@TempDir Path other) throws IOException {
        Listening events;
        try (ServerFixture second = new ServerFixture(other)) {
            events = new Listening(second.administrator(), Map.of());
        }
        events.close();
        assertThat(events.seen).isNotEmpty();
    }
}
