package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Check-ins whose files are uploaded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class UploadTest {

    private Path directory;
    private ServerFixture server;
    private Client administrator;
    private Client ana;
    private Client ben;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        server = new ServerFixture(directory);
        server.checkIn("web", 1);
        server.checkIn("secret", 2);
        administrator = server.administrator();
        ana = server.account(administrator, "ana", "write");
        ben = server.account(administrator, "ben", "write");
        grant("ana", "contributor");
        grant("ben", "viewer");
    }

    private void grant(String account, String role) {
        administrator
                .put(
                        "/api/v1/machines/web/access/accounts/" + account,
                        "{\"role\":\"%s\"}".formatted(role))
                .is(204);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private byte[] disk(int seed, int bytes) throws IOException {
        Path file = directory.resolve("made-" + seed + ".raw");
        RandomDisk.of(Seed.of(seed), bytes).writeTo(file);
        return Files.readAllBytes(file);
    }

    private List<Path> incoming() throws IOException {
        try (Stream<Path> all = Files.list(server.repository().resolve("server/incoming"))) {
            return all.toList();
        }
    }

    private static Map<String, Long> one(long bytes) {
        return Map.of("disk.raw", bytes);
    }

    @Test
    void makesANewMachineOfAnImageThatComesInPieces() throws IOException {
        byte[] bytes = disk(10, 3 << 20);
        Answer begun =
                Sending.begin(
                                ana,
                                "fresh",
                                one(bytes.length),
                                ",\"title\":\"First\",\"message\":\"why\",\"tags\":[\"v1\",\"good\"]")
                        .is(201);
        assertThat(begun.header("Location")).isEqualTo("/api/v1/check-ins/" + begun.text("/id"));
        String location = begun.text("/files/0/location");
        Answer waiting = ana.get("/api/v1/tasks/" + begun.text("/task")).is(200);
        assertThat(waiting.text("/state")).isEqualTo("waiting");
        assertThat(waiting.text("/machine")).isEqualTo("fresh");
        int at = 0;
        while (at < bytes.length) {
            assertThat(Sending.offset(ana, location)).isEqualTo(at);
            int end = Math.min(bytes.length, at + 1_000_003);
            Answer sent =
                    Sending.piece(ana, location, at, Arrays.copyOfRange(bytes, at, end)).is(204);
            assertThat(sent.header("Upload-Offset")).isEqualTo(Integer.toString(end));
            at = end;
        }
        Answer ended = Sending.ended(ana, begun.text("/task"));
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
        String revision = ended.text("/result/revision");
        assertThat(ended.response().body()).doesNotContain("New").doesNotContain("tored");
        Answer shown = ana.get("/api/v1/machines/fresh/revisions/head").is(200);
        assertThat(shown.response().body()).contains(revision).contains("First\\n\\nwhy");
        assertThat(shown.text("/author")).isEqualTo("ana");
        ana.get("/api/v1/machines/fresh/revisions/v1").is(200);
        ana.get("/api/v1/machines/fresh/revisions/good").is(200);
        assertThat(ana.get("/api/v1/machines/fresh").is(200).text("/role")).isEqualTo("owner");
        ben.get("/api/v1/machines/fresh").is(404);
        assertThat(ana.bytes("/api/v1/machines/fresh/revisions/head/disks/disk0", Map.of()))
                .isEqualTo(bytes);
        Answer events = administrator.get("/api/v1/audit?action=machine.checkin").is(200);
        assertThat(events.text("/items/0/actor")).isEqualTo("ana");
        assertThat(events.text("/items/0/after")).isEqualTo(revision);
        Sending.piece(ana, location, 0, bytes).is(409);
        assertThat(server.repository().resolve("server/incoming/" + begun.text("/id")))
                .doesNotExist();
    }

    @Test
    void checksInWhileBytesArrive() throws IOException {
        byte[] bytes = disk(11, 12 << 20);
        Answer begun = Sending.begin(ana, "growing", one(bytes.length)).is(201);
        String location = begun.text("/files/0/location");
        int half = bytes.length * 4 / 5;
        Sending.piece(ana, location, 0, Arrays.copyOf(bytes, half)).is(204);
        long done = 0;
        for (int i = 0; i < 200 && done == 0; i++) {
            done = ana.get("/api/v1/tasks/" + begun.text("/task")).json().at("/done").asLong();
            Sending.pause();
        }
        assertThat(done).isPositive();
        ana.get("/api/v1/machines/growing").is(404);
        Sending.piece(ana, location, half, Arrays.copyOfRange(bytes, half, bytes.length)).is(204);
        Answer ended = Sending.ended(ana, begun.text("/task"));
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
        assertThat(ana.bytes("/api/v1/machines/growing/revisions/head/disks/disk0", Map.of()))
                .isEqualTo(bytes);
    }

    @Test
    void goesOnWithAMachineThatIsThere() throws IOException {
        byte[] bytes = disk(12, 1 << 20);
        Answer before = ana.get("/api/v1/machines/web").is(200);
        Answer ended = Sending.all(ana, "web", Map.of("disk.raw", bytes));
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
        assertThat(ana.get("/api/v1/machines/web").text("/head"))
                .isEqualTo(ended.text("/result/revision"))
                .isNotEqualTo(before.text("/head"));
        assertThat(ana.get("/api/v1/machines/web").text("/role")).isEqualTo("contributor");
    }

    @Test
    void takesADefinitionWithItsDisks() throws IOException {
        byte[] bytes = disk(13, 1 << 20);
        String vmx =
                """
                .encoding = "UTF-8"
                config.version = "8"
                virtualHW.version = "13"
                displayName = "named"
                memsize = "512"
                scsi0.present = "TRUE"
                scsi0:0.present = "TRUE"
                scsi0:0.fileName = "disk.vmdk"
                """;
        String vmdk =
                """
                # Disk DescriptorFile
                version=1
                CID=12345678
                parentCID=ffffffff
                createType="monolithicFlat"
                RW %d FLAT "disk-flat.vmdk" 0
                """
                        .formatted(bytes.length / 512);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("machine.vmx", vmx.getBytes(StandardCharsets.UTF_8));
        files.put("disk.vmdk", vmdk.getBytes(StandardCharsets.UTF_8));
        files.put("disk-flat.vmdk", bytes);
        Answer ended = Sending.all(ana, "defined", files);
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
        assertThat(ana.bytes("/api/v1/machines/defined/revisions/head/disks/disk0", Map.of()))
                .isEqualTo(bytes);
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        byte[] bytes = disk(14, 1 << 20);
        Answer begun = Sending.begin(ana, "unfit", one(bytes.length)).is(201);
        String location = begun.text("/files/0/location");
        Sending.piece(ana, location, 512, bytes).is(409);
        Sending.piece(ana, location, 0, Arrays.copyOf(bytes, bytes.length + 1)).is(400);
        ana.send("PATCH", location, bytes, Map.of("Upload-Offset", "0")).is(415);
        Map<String, String> old =
                Map.of(
                        "Content-Type",
                        "application/offset+octet-stream",
                        "Upload-Offset",
                        "0",
                        "Tus-Resumable",
                        "0.2.2");
        ana.send("PATCH", location, bytes, old).is(412);
        ben.send("HEAD", location, new byte[0], Map.of()).is(404);
        Sending.piece(ben, location, 0, bytes).is(404);
        Sending.piece(server.nobody(), location, 0, bytes).is(401);
        Sending.piece(server.token("ana", "read"), location, 0, bytes).is(403);
        ben.delete("/api/v1/check-ins/" + begun.text("/id")).is(404);
        Sending.piece(ana, location.replace("files/0", "files/1"), 0, bytes).is(404);
        assertThat(Sending.offset(ana, location)).isZero();
        ana.send("OPTIONS", location, new byte[0], Map.of()).is(204);
        ana.delete("/api/v1/check-ins/" + begun.text("/id")).is(204);
        assertThat(Sending.ended(ana, begun.text("/task")).text("/state")).isEqualTo("cancelled");
        Sending.piece(ana, location, 0, bytes).is(409);
        assertThat(incoming()).noneMatch(path -> path.endsWith(begun.text("/id")));
    }

    @Test
    void refusesWhomItIsNotPermitted() {
        Sending.begin(ben, "web", one(10)).is(403);
        Answer taken = Sending.begin(ben, "secret", one(10)).is(409);
        assertThat(taken.text("/detail"))
                .isEqualTo("there is a machine \"secret\" already: choose another name");
        Sending.begin(server.token("ben", "read"), "bens", one(10)).is(403);
        Answer first = Sending.begin(ana, "both", one(10)).is(201);
        assertThat(Sending.begin(ben, "both", one(10)).is(409).text("/detail"))
                .isEqualTo("there is a machine \"both\" already: choose another name");
        ana.delete("/api/v1/check-ins/" + first.text("/id")).is(204);
        Answer second = Sending.begin(ben, "both", one(10)).is(201);
        ben.delete("/api/v1/check-ins/" + second.text("/id")).is(204);
    }

    @Test
    void refusesNamesThatLeadElsewhere() throws IOException {
        for (String bad :
                List.of("", ".", "..", "...", "../a", "a/b", "a\\\\b", "a\\u0000b", "a\\nb")) {
            Answer refused = Sending.begin(ana, "named", Map.of(bad, 10L)).is(400);
            assertThat(refused.text("/detail")).isNotBlank().doesNotContain("\n");
        }
        Sending.begin(ana, "named", Map.of("x".repeat(256), 10L)).is(400);
        Sending.begin(ana, "named", Map.of("Disk.raw", 10L, "disk.RAW", 10L)).is(400);
        Sending.begin(ana, "../named", one(10)).is(400);
        Sending.begin(ana, "named", one(-1)).is(400);
        Sending.begin(ana, "named", Map.of()).is(400);
        Sending.begin(ana, "named", one(10), ",\"tags\":[\"a b\"]").is(400);
        assertThat(incoming().toString()).doesNotContain("named");
    }

    @Test
    void neverFillsTheDisk() {
        Answer refused = Sending.begin(ana, "large", one(15L << 40)).is(507);
        assertThat(refused.text("/code")).isEqualTo("no-space");
        assertThat(refused.text("/detail")).contains("announced").doesNotContain("\n");
    }

    @Test
    void takesFewUploadsOfOneAccount() {
        Client carl = server.account(administrator, "carl", "write");
        List<String> begun =
                Stream.of("c1", "c2", "c3", "c4")
                        .map(name -> Sending.begin(carl, name, one(10)).is(201).text("/id"))
                        .toList();
        Sending.begin(carl, "c5", one(10)).is(409);
        carl.delete("/api/v1/check-ins/" + begun.getFirst()).is(204);
        begun.stream().skip(1).forEach(id -> carl.delete("/api/v1/check-ins/" + id).is(204));
    }

    /** Sends the beginning of a request, and as many bytes as are given. */
    private Socket raw(Client client, String location, long length, byte[] bytes)
            throws IOException {
        Socket socket = new Socket(server.address().getHost(), server.address().getPort());
        OutputStream out = socket.getOutputStream();
        String head =
                """
                PATCH %s HTTP/1.1\r
                Host: localhost\r
                Authorization: %s\r
                Content-Type: application/offset+octet-stream\r
                Upload-Offset: 0\r
                Content-Length: %d\r
                \r
                """
                        .formatted(location, client.header("Authorization"), length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
        return socket;
    }

    @Test
    void keepsWhatCameOfABodyThatBrokeOff() throws IOException {
        byte[] bytes = disk(15, 1 << 20);
        Answer begun = Sending.begin(ana, "broken", one(bytes.length)).is(201);
        String location = begun.text("/files/0/location");
        raw(ana, location, bytes.length, Arrays.copyOf(bytes, 300_000)).close();
        long offset = 0;
        for (int i = 0; i < 200 && offset == 0; i++) {
            offset = Sending.offset(ana, location);
            Sending.pause();
        }
        assertThat(offset).isEqualTo(300_000);
        Sending.piece(ana, location, offset, Arrays.copyOfRange(bytes, 300_000, bytes.length))
                .is(204);
        Answer ended = Sending.ended(ana, begun.text("/task"));
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
    }

    /**
     * A request that writes and stalls, after another was refused because of it. One that came just
     * while the other was looked at has been refused itself, and is sent again.
     */
    private Socket stalled(String location, byte[] bytes) throws IOException {
        byte[] beginning = Arrays.copyOf(bytes, 1000);
        Socket stalled = raw(ana, location, bytes.length, beginning);
        for (int i = 0; i < 400; i++) {
            Answer second = Sending.piece(ana, location, 5, new byte[0]).is(409);
            if (second.text("/detail").contains("another request writes")) {
                return stalled;
            }
            if (stalled.getInputStream().available() > 0) {
                stalled.close();
                stalled = raw(ana, location, bytes.length, beginning);
            }
            Sending.pause();
        }
        stalled.close();
        throw new AssertionError("no request was refused because another one writes");
    }

    @Test
    void letsOneRequestWriteAtATimeAndNotForEver() throws IOException {
        byte[] bytes = disk(16, 1 << 20);
        Answer begun = Sending.begin(ana, "stalled", one(bytes.length)).is(201);
        String location = begun.text("/files/0/location");
        try (Socket stalled = stalled(location, bytes)) {
            assertThat(stalled.isConnected()).isTrue();
        }
        Answer freed = Sending.piece(ana, location, 1000, new byte[0]);
        for (int i = 0; i < 500 && freed.status() != 204; i++) {
            Sending.pause();
            freed = Sending.piece(ana, location, 1000, new byte[0]);
        }
        assertThat(freed.status()).isEqualTo(204);
        ana.delete("/api/v1/check-ins/" + begun.text("/id")).is(204);
    }

    @Test
    void showsTasksToTheirOwnersAndToAdministrators() {
        Answer begun = Sending.begin(ana, "shown", one(10)).is(201);
        String task = "/api/v1/tasks/" + begun.text("/task");
        ben.get(task).is(404);
        ben.post(task + "/cancel", "").is(404);
        administrator.get(task).is(200);
        assertThat(ben.get("/api/v1/tasks?machine=shown").is(200).json().at("/items")).isEmpty();
        Answer list = ana.get("/api/v1/tasks?machine=shown&state=waiting").is(200);
        assertThat(list.json().at("/items")).hasSize(1);
        ana.get("/api/v1/tasks?state=sleeping").is(400);
        Answer cancelled = ana.post(task + "/cancel", "").is(202);
        assertThat(cancelled.header("Location")).isEqualTo(task);
        assertThat(Sending.ended(ana, begun.text("/task")).text("/state")).isEqualTo("cancelled");
        ana.post(task + "/cancel", "").is(409);
    }

    @Test
    void tellsWhatItCanWrite() {
        Answer about = ben.get("/api/v1/about").is(200);
        assertThat(about.text("/version")).matches("\\d+\\..*");
        assertThat(about.response().body()).contains("\"qcow2\"").contains("\"ova\"");
        server.nobody().get("/api/v1/about").is(401);
    }

    @Test
    void goesOnAfterARestart(@TempDir Path other) throws IOException {
        byte[] bytes = disk(17, 4 << 20);
        Map<String, String> headers;
        String location;
        String task;
        try (ServerFixture first = new ServerFixture(other)) {
            Client dora = first.account(first.administrator(), "dora", "write");
            headers = dora.headers();
            Answer begun = Sending.begin(dora, "restarted", one(bytes.length)).is(201);
            location = begun.text("/files/0/location");
            task = begun.text("/task");
            Sending.piece(dora, location, 0, Arrays.copyOf(bytes, 2 << 20)).is(204);
        }
        try (ServerFixture second = new ServerFixture(other, "", false)) {
            Client dora = second.with(headers);
            assertThat(Sending.offset(dora, location)).isEqualTo(2 << 20);
            Sending.piece(dora, location, 2 << 20, Arrays.copyOfRange(bytes, 2 << 20, bytes.length))
                    .is(204);
            Answer ended = Sending.ended(dora, task);
            assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
            String path = "/api/v1/machines/restarted/revisions/head/disks/disk0";
            assertThat(dora.bytes(path, Map.of())).isEqualTo(bytes);
        }
    }
}
