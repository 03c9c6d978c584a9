package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Machines as the boxes of a Vagrant catalogue, and what revisions are made of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class CatalogueTest {

    private Path directory;
    private ServerFixture server;
    private Client administrator;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        server = new ServerFixture(temporary);
        server.checkIn("web", 1);
        server.checkIn("web", 2);
        Path samples = Path.of(System.getProperty("colama.project.root", "..")).resolve("samples");
        server.checkIn("debian", samples.resolve("debian-1.qcow2"));
        administrator = server.administrator();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static List<String> versions(Answer box) {
        return StreamSupport.stream(box.json().get("versions").spliterator(), false)
                .map(one -> one.get("version").asString())
                .toList();
    }

    @Test
    void isACatalogueOfBoxes() throws Exception {
        Answer box = administrator.get("/api/v1/vagrant/web").is(200);
        assertThat(box.header("Content-Type")).startsWith("application/json");
        assertThat(box.text("/name")).isEqualTo("web");
        assertThat(versions(box)).containsExactly("0.0.2", "0.0.1");
        String first = box.text("/versions/0/providers/0/url");
        assertThat(first)
                .startsWith(server.address().toString())
                .endsWith("/package?format=vagrant-libvirt");
        assertThat(box.text("/versions/0/providers/0/name")).isEqualTo("libvirt");
        assertThat(box.text("/versions/0/providers/1/name")).isEqualTo("virtualbox");

        administrator.put("/api/v1/machines/web/tags/v1.2.0", "{\"revision\":\"head~1\"}").is(200);
        administrator.put("/api/v1/machines/web/tags/stable", "{\"revision\":\"head\"}").is(200);
        administrator.put("/api/v1/machines/web/tags/7", "{\"revision\":\"head\"}").is(200);
        Answer tagged = administrator.get("/api/v1/vagrant/web").is(200);
        assertThat(versions(tagged)).containsExactly("1.2.0", "0.0.2", "0.0.1");
        assertThat(tagged.text("/versions/0/providers/0/url"))
                .isEqualTo(box.text("/versions/1/providers/0/url"));
        server.checkIn("web", 3);
        assertThat(versions(administrator.get("/api/v1/vagrant/web").is(200)))
                .as("numbers stay, and grow")
                .containsExactly("1.2.0", "0.0.6", "0.0.2", "0.0.1");

        byte[] made = administrator.bytes(first.substring(first.indexOf("/api")), Map.of());
        Path file = Files.write(directory.resolve("made.box"), made);
        assertThat(ForeignTool.require("tar").run("-tf", file))
                .contains("metadata.json", "box.img");
        Answer head =
                administrator.send("HEAD", "/api/v1/vagrant/web", new byte[0], Map.of()).is(200);
        assertThat(head.header("Content-Type")).startsWith("application/json");
        Client eve = server.account(administrator, "eve", "read");
        eve.get("/api/v1/vagrant/web").is(404);
        eve.get("/api/v1/vagrant/none").is(404);
        server.nobody().get("/api/v1/vagrant/web").is(401);
    }

    @Test
    void tellsWhatARevisionIsMadeOf() {
        String path = "/api/v1/machines/debian/revisions/head/bill";
        Answer cyclone = administrator.get(path).is(200);
        assertThat(cyclone.header("Content-Type")).startsWith("application/vnd.cyclonedx+json");
        assertThat(cyclone.header("Content-Disposition"))
                .matches("attachment; filename=.*debian-[0-9a-f]{12}\\.cdx\\.json.*");
        assertThat(cyclone.text("/bomFormat")).isEqualTo("CycloneDX");
        assertThat(cyclone.text("/metadata/component/name")).isEqualTo("debian");
        JsonNode components = cyclone.json().get("components");
        assertThat(components.size()).isPositive();
        Answer spdx = administrator.get(path + "?format=spdx").is(200);
        assertThat(spdx.header("Content-Type")).startsWith("application/spdx+json");
        assertThat(spdx.text("/spdxVersion")).isEqualTo("SPDX-2.3");
        assertThat(administrator.get(path + "?format=xml").is(400).text("/detail"))
                .contains("cyclonedx, spdx");
        Answer events =
                administrator.get("/api/v1/audit?action=machine.download&object=debian").is(200);
        assertThat(events.json().get("items")).hasSize(2);
        assertThat(events.text("/items/0/after")).endsWith(" spdx");
        Client adam = server.account(administrator, "adam", "read");
        adam.get(path).is(404);
    }
}
