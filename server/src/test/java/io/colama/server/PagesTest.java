package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pages for a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class PagesTest {

    private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");

    private ServerFixture server;
    private Client nobody;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        nobody = server.nobody();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @Test
    void oneDocumentIsBehindAllPagesForEverybody() {
        Answer start = nobody.get("/").is(200);
        assertThat(start.header("Content-Type")).startsWith("text/html");
        for (String page :
                new String[] {
                    "/login",
                    "/device",
                    "/machines",
                    "/machines/web/revisions?q=1",
                    "/machines/pom.xml",
                    "/savings",
                    "/tasks/1",
                    "/activity",
                    "/administration/groups",
                    "/account"
                }) {
            assertThat(nobody.get(page).is(200).response().body())
                    .as(page)
                    .isEqualTo(start.response().body());
        }
    }

    @Test
    void theDocumentIsAskedForEachTimeAndSentWhenItChanged() {
        Answer start = nobody.get("/").is(200);
        assertThat(start.header("Cache-Control")).isEqualTo("no-cache");
        server.with(Map.of("If-None-Match", start.header("ETag"))).get("/").is(304);
        server.with(Map.of("If-None-Match", "\"other\"")).get("/").is(200);
    }

    @Test
    void scriptsMayBeKeptForEver() {
        Matcher script = SCRIPT.matcher(nobody.get("/").response().body());
        assertThat(script.find()).isTrue();
        Answer plain = nobody.get(script.group(1)).is(200);
        assertThat(plain.header("Content-Type")).startsWith("text/javascript");
        assertThat(plain.header("Cache-Control")).contains("immutable");
        assertThat(plain.header("Vary")).contains("Accept-Encoding");
        Answer gzip = server.with(Map.of("Accept-Encoding", "gzip")).get(script.group(1)).is(200);
        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(gzip.header("ETag")).isNotEqualTo(plain.header("ETag"));
    }

    @Test
    void theDocumentIsNotWhatIsElsewhere() {
        for (String missing :
                new String[] {
                    "/assets/missing",
                    "/assets/missing.js",
                    "/assets/..%2findex.html",
                    "/assets/deeper/index.html"
                }) {
            assertThat(nobody.get(missing).status()).as(missing).isIn(400, 404);
        }
        nobody.get("/assets/missing").is(404);
        nobody.get("/elsewhere").is(401);
        nobody.get("/api/v1/elsewhere").is(401);
        nobody.get("/api/v1/machines").is(401);
        nobody.get("/metrics").is(401);
        assertThat(server.administrator().get("/api/v1/elsewhere").is(404).text("/code"))
                .isEqualTo("not-found");
        assertThat(nobody.get("/health").is(200).text("/status")).isEqualTo("UP");
    }

    @Test
    void nothingButTheirOwnMayRunInPages() {
        for (String path : new String[] {"/", "/api/v1/machines", "/mark.svg"}) {
            Answer answer = nobody.get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        }
    }
}
