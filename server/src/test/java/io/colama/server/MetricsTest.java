package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Client;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a server tells of itself to those who watch it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class MetricsTest {

    private static final int DISK = 1 << 20;

    /** A line of the text format of Prometheus, version 0.0.4. */
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([A-Za-z_:][A-Za-z0-9_:]*)(?:\\{((?:[A-Za-z_]+=\"(?:[^\"\\\\]|\\\\.)*\",?)*)})? (NaN|[+-]Inf|[-+0-9.Ee]+)");

    private static final Pattern COMMENT =
            Pattern.compile(
                    "# (?:HELP ([A-Za-z_:][A-Za-z0-9_:]*) .*|TYPE ([A-Za-z_:][A-Za-z0-9_:]*) (counter|gauge|histogram|summary|info|untyped))");

    private Path directory;
    private ServerFixture server;
    private Client administrator;
    private Client watcher;
    private Client ana;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        server = new ServerFixture(temporary);
        server.checkIn("web", 1);
        administrator = server.administrator();
        administrator
                .post(
                        "/api/v1/accounts",
                        "{\"name\":\"watcher\",\"password\":\"a long password\",\"administrator\":true}")
                .is(201);
        watcher = server.token("watcher", "read");
        ana = server.account(administrator, "ana", "write");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Map<String, Double> read() {
        return parsed(watcher.get("/metrics").is(200).response().body());
    }

    /** Reads an exposition; fails when a line is none, or a sample has no type. */
    private static Map<String, Double> parsed(String text) {
        Map<String, Double> samples = new HashMap<>();
        Set<String> typed = new HashSet<>();
        for (String line : text.lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                if (comment.group(2) != null) {
                    assertThat(typed.add(comment.group(2))).as(line).isTrue();
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            String name = sample.group(1);
            assertThat(typed)
                    .as(line)
                    .containsAnyOf(name, name.replaceAll("_(bucket|count|sum|max)$", ""));
            String key = sample.group(2) == null ? name : name + "{" + sample.group(2) + "}";
            String value = sample.group(3).replace("Inf", "Infinity");
            assertThat(samples.put(key, Double.valueOf(value))).as(line).isNull();
        }
        return samples;
    }

    /** What is counted in the background is right after a while. */
    private Map<String, Double> awaited(Predicate<Map<String, Double>> right) {
        Map<String, Double> now = read();
        for (int i = 0; i < 400 && !right.test(now); i++) {
            Sending.pause();
            now = read();
        }
        assertThat(right.test(now)).as(now.toString()).isTrue();
        return now;
    }

    private static double of(Map<String, Double> samples, String name) {
        assertThat(samples).containsKey(name);
        return samples.getOrDefault(name, 0.0);
    }

    @Test
    void areForAdministratorsAlone() {
        server.nobody().get("/metrics").is(401);
        ana.get("/metrics").is(403);
        administrator.get("/metrics").is(200);
        watcher.get("/metrics").is(200);
    }

    @Test
    void tellOfTheRepository() {
        Map<String, Double> now = awaited(all -> all.getOrDefault("colama_machines", 0.0) >= 1);
        assertThat(of(now, "colama_revisions")).isGreaterThanOrEqualTo(1);
        assertThat(of(now, "colama_repository_logical_bytes")).isGreaterThanOrEqualTo(DISK);
        assertThat(of(now, "colama_repository_stored_bytes")).isPositive();
        assertThat(of(now, "colama_repository_unique_bytes"))
                .isEqualTo(of(now, "colama_repository_blocks") * 4096)
                .isPositive();
        assertThat(of(now, "colama_repository_packs")).isPositive();
        assertThat(of(now, "colama_repository_index_bytes")).isPositive();
        awaited(all -> all.getOrDefault("colama_repository_free_bytes", 0.0) > 0);
        administrator.get("/api/v1/machines").is(200);
        now = read();
        assertThat(of(now, "colama_catalogue_machines")).isPositive();
        assertThat(of(now, "colama_catalogue_age_seconds")).isBetween(0.0, 60.0);
        assertThat(of(now, "colama_catalogue_look_seconds")).isBetween(0.0, 60.0);
    }

    @Test
    void countWhatIsSentAndDone() throws IOException {
        Map<String, Double> before = read();
        Path file = directory.resolve("sent.raw");
        RandomDisk.of(Seed.of(7), DISK).writeTo(file);
        var begun = Sending.begin(ana, "sent", Map.of("disk.raw", (long) DISK)).is(201);
        Map<String, Double> open = awaited(all -> of(all, "colama_uploads_open") == 1);
        assertThat(of(open, "colama_check_ins_begun_total"))
                .isEqualTo(of(before, "colama_check_ins_begun_total") + 1);
        String waiting = "colama_tasks{kind=\"check-in\",state=\"waiting\"}";
        awaited(all -> all.getOrDefault(waiting, 0.0) == 1);
        Sending.piece(ana, begun.text("/files/0/location"), 0, Files.readAllBytes(file)).is(204);
        assertThat(Sending.ended(ana, begun.text("/task")).text("/state")).isEqualTo("succeeded");
        assertThat(ana.bytes("/api/v1/machines/sent/revisions/head/disks/disk0", Map.of()))
                .hasSize(DISK);
        Map<String, Double> after = awaited(all -> of(all, "colama_uploads_open") == 0);
        assertThat(of(after, "colama_uploaded_bytes_total"))
                .isEqualTo(of(before, "colama_uploaded_bytes_total") + DISK);
        String disks = "colama_downloaded_bytes_total{what=\"disk\"}";
        assertThat(of(after, disks)).isEqualTo(of(before, disks) + DISK);
        String done = "{kind=\"check-in\",state=\"succeeded\"}";
        assertThat(of(after, "colama_tasks_ended_total" + done)).isEqualTo(1);
        assertThat(of(after, "colama_task_duration_seconds_count" + done)).isEqualTo(1);
        assertThat(of(after, "colama_task_duration_seconds_sum" + done)).isPositive();
        awaited(all -> all.getOrDefault("colama_tasks" + done, 0.0) == 1);
    }

    @Test
    void countThoseWhoComeAndThoseWhoAreRefused() throws IOException {
        Map<String, Double> before = read();
        String login = "{\"name\":\"none\",\"password\":\"%s\"}";
        for (int i = 0; i < 5; i++) {
            server.nobody().post("/api/v1/session", login.formatted("x")).is(403);
        }
        server.nobody().post("/api/v1/session", login.formatted("x")).is(429);
        server.browser("ana", "a long password");
        server.nobody().get("/api/v1/machines").is(401);
        server.nobody().get("/api/v1/machines?token=colama_x").is(400);
        Map<String, Double> after = read();
        for (Map.Entry<String, Integer> counted :
                Map.of(
                                "colama_logins_total{outcome=\"refused\",way=\"password\"}", 5,
                                "colama_logins_total{outcome=\"blocked\",way=\"password\"}", 1,
                                "colama_requests_refused_total{reason=\"blocked\"}", 1,
                                "colama_requests_refused_total{reason=\"secret\"}", 1)
                        .entrySet()) {
            assertThat(of(after, counted.getKey()) - of(before, counted.getKey()))
                    .as(counted.getKey())
                    .isEqualTo(counted.getValue().doubleValue());
        }
        String in = "colama_logins_total{outcome=\"succeeded\",way=\"password\"}";
        assertThat(of(after, in)).isGreaterThan(of(before, in));
        String unknown = "colama_requests_refused_total{reason=\"unauthenticated\"}";
        assertThat(of(after, unknown)).isGreaterThan(of(before, unknown));
        awaited(all -> of(all, "colama_tokens") >= 2 && of(all, "colama_sessions") >= 2);
        try (InputStream events = ana.stream("/api/v1/events", Map.of()).body()) {
            assertThat(events.read()).isEqualTo(':');
            assertThat(of(read(), "colama_event_streams")).isEqualTo(1);
        }
    }

    @Test
    void nameNoMachineAndNoAccount() {
        assertThat(watcher.get("/metrics").response().body().lines())
                .filteredOn(line -> line.startsWith("colama_"))
                .noneMatch(line -> line.contains("\"web\"") || line.contains("\"ana\""));
    }

    @Test
    void areAllInTheBook() throws IOException {
        Path project = Path.of(System.getProperty("colama.project.root", ".."));
        String book = Files.readString(project.resolve("docs/server.md"));
        try (Stream<String> lines = watcher.get("/metrics").response().body().lines()) {
            assertThat(lines.filter(line -> line.startsWith("# TYPE colama_")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(book).contains("`" + line.split(" ")[2] + "`"));
        }
    }
}
