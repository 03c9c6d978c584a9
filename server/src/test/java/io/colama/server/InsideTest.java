package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is inside machines, for those who may see them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class InsideTest {

    private static final String WEB = "/api/v1/machines/web";

    private ServerFixture server;
    private Client administrator;
    private Client ana;
    private Path outside;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        Path samples = Path.of(System.getProperty("colama.project.root", "..")).resolve("samples");
        server.checkIn("web", samples.resolve("debian-1.qcow2"));
        server.checkIn("secret", samples.resolve("debian-1.qcow2"));
        server.checkIn("web", samples.resolve("debian-2.qcow2"));
        outside = directory.resolve("outside.raw");
        Files.write(outside, new byte[1 << 20]);
        administrator = server.administrator();
        ana = server.account(administrator, "ana", "read");
        administrator.put(WEB + "/access/accounts/ana", "{\"role\":\"viewer\"}").is(204);
        administrator.get("/api/v1/machines/secret/revisions/head/inspection").is(200);
        administrator.get(WEB + "/revisions/head/inspection").is(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void tellsTheFacts() {
        Answer facts = ana.get(WEB + "/revisions/head/inspection").is(200);
        assertThat(facts.text("/inspection/systems/0/os/id")).isEqualTo("debian");
        assertThat(facts.json().at("/inspection/systems/0/packages/0/packages").size())
                .isGreaterThan(3);
    }

    @Test
    void listsAndReadsFiles() {
        Answer listed = ana.get(WEB + "/revisions/head/files?path=/etc").is(200);
        assertThat(listed.response().body()).contains("\"/etc/passwd\"");
        Answer content = ana.get(WEB + "/revisions/head/content?path=/etc/os-release").is(200);
        assertThat(content.response().body()).contains("ID=debian");
        assertThat(content.header("Content-Disposition")).startsWith("attachment");
        assertThat(content.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(content.header("Content-Length"))
                .isEqualTo(Integer.toString(content.response().body().length()));
        ana.get(WEB + "/revisions/head/content?path=/etc").is(400);
        ana.get(WEB + "/revisions/head/content?path=/nothing").is(404);
        ana.get(WEB + "/revisions/head/content?path=/../../../../proc/version").is(404);
        Answer events = administrator.get("/api/v1/audit?action=machine.read").is(200);
        assertThat(events.text("/items/0/actor")).isEqualTo("ana");
    }

    @Test
    void neverOpensAFileOfItsOwnHost() {
        String name = outside.toString().replace("/", "%2F");
        for (String path :
                new String[] {
                    "/api/v1/machines/" + name + "/revisions/head/inspection",
                    "/api/v1/machines/" + name + "/revisions/head/files",
                    WEB + "/revisions/" + name + "/inspection",
                    WEB + "/diff?from=" + name,
                    "/api/v1/machines/pom.xml/revisions/head/inspection",
                    WEB + "/revisions/head/files?volume=" + name
                }) {
            assertThat(administrator.get(path).status()).as(path).isIn(400, 404);
        }
    }

    @Test
    void tellsWhatDiffers() {
        Answer differs = ana.get(WEB + "/diff?from=head~1").is(200);
        assertThat(differs.json().at("/changes").size()).isPositive();
        Answer blocks = ana.get(WEB + "/diff?from=head~1&parts=blocks").is(200);
        assertThat(blocks.json().at("/blocks/0/bytesChanged").asLong()).isPositive();
        assertThat(blocks.json().at("/changes").size()).isZero();
        ana.get(WEB + "/diff?from=head~1&parts=everything").is(400);
    }

    @Test
    void searchesAmongWhatTheCallerSees() {
        Answer all = administrator.get("/api/v1/search?q=os:debian&facets=true").is(200);
        assertThat(all.json().at("/total").asLong()).isEqualTo(2);
        Answer some = ana.get("/api/v1/search?q=os:debian&facets=true").is(200);
        assertThat(some.json().at("/total").asLong()).isEqualTo(1);
        assertThat(some.response().body()).doesNotContain("secret");
        Answer none = ana.get("/api/v1/search?q=machine:secret").is(200);
        assertThat(none.json().at("/total").asLong()).isZero();
        assertThat(ana.get("/api/v1/search?q=os:(").is(400).text("/detail")).isNotBlank();
    }

    @Test
    void comparesMachinesForWhomBothAreThere() {
        String both = "/api/v1/diff?from=secret@head&to=web&parts=packages";
        assertThat(administrator.get(both).is(200).json().at("/changes").size()).isPositive();
        String hidden = ana.get(both).is(404).text("/detail");
        assertThat(hidden).isEqualTo("there is no machine \"secret\"");
        assertThat(ana.get("/api/v1/diff?from=web&to=secret~1").is(404).text("/detail"))
                .isEqualTo(hidden);
        assertThat(ana.get("/api/v1/diff?from=web&to=nothing").is(404).text("/detail"))
                .isEqualTo(hidden.replace("secret", "nothing"));
        assertThat(ana.get("/api/v1/diff?from=web~1&to=web&parts=packages").is(200).json())
                .isNotNull();
        for (String wrong : new String[] {"@v1", "~1", "web@", "web@../x", "web@a@b"}) {
            ana.get("/api/v1/diff?to=web&from=" + wrong).is(400);
        }
    }

    @Test
    void archivesFiles() {
        byte[] tar = ana.bytes(WEB + "/revisions/head/archive?path=/etc", Map.of());
        assertThat(new String(tar, StandardCharsets.ISO_8859_1))
                .startsWith("etc/")
                .contains("etc/passwd", "SHA256SUMS");
        assertThat(tar.length % 512).isZero();
        byte[] packed =
                ana.bytes(WEB + "/revisions/head/archive?path=/etc&format=tar.gz", Map.of());
        assertThat(packed).startsWith(0x1f, 0x8b).hasSizeLessThan(tar.length);
        ana.get(WEB + "/revisions/head/archive?path=/etc&format=zip").is(400);
        ana.get(WEB + "/revisions/head/archive?path=/nothing").is(404);
        ana.get("/api/v1/machines/secret/revisions/head/archive?path=/etc").is(404);
        assertThat(administrator.get("/api/v1/audit?object=web").is(200).response().body())
                .contains("machine.read", ":/etc");
    }
}
