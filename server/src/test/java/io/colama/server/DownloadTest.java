package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.archive.HashProgress;
import io.colama.definition.archive.OvaArchive;
import io.colama.disk.image.DiskFormat;
import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks and machines as files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class DownloadTest {

    private static final String HEAD = "/api/v1/machines/web/revisions/head";
    private static final String DISK = HEAD + "/disks/disk0";

    private Path directory;
    private ServerFixture server;
    private Client administrator;
    private Client ana;
    private Client ben;
    private Path raw;
    private byte[] bytes;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        server = new ServerFixture(directory);
        raw = directory.resolve("disk.raw");
        RandomDisk.of(Seed.of(5), 9 << 20).writeTo(raw);
        bytes = Files.readAllBytes(raw);
        server.checkIn("web", raw);
        administrator = server.administrator();
        ana = server.account(administrator, "ana", "read");
        ben = server.account(administrator, "ben", "write");
        administrator
                .put("/api/v1/machines/web/access/accounts/ana", "{\"role\":\"viewer\"}")
                .is(204);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static List<DiskFormat> formats() {
        return DiskFormat.written();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void sendsADiskInEachFormatThatQemuFindsSoundAndEqual(DiskFormat format) throws Exception {
        ForeignTool qemu = ForeignTool.require("qemu-img");
        String address = DISK + "?format=" + format.formatName();
        Path file = directory.resolve("got." + format.formatName());
        Files.write(file, ana.bytes(address, Map.of()));
        String driver = format == DiskFormat.VHD ? "vpc" : format.formatName();
        if (format != DiskFormat.RAW && format != DiskFormat.VHD) {
            assertThat(qemu.run("check", "-f", driver, file)).contains("No errors");
        }
        assertThat(qemu.run("compare", "-f", "raw", "-F", driver, raw, file))
                .contains("Images are identical");
        Answer head = ana.send("HEAD", address, new byte[0], Map.of()).is(200);
        assertThat(head.header("Content-Length")).isEqualTo(Long.toString(Files.size(file)));
        byte[] part = ana.bytes(address, Map.of("Range", "bytes=1000-70000"));
        assertThat(part).isEqualTo(Arrays.copyOfRange(Files.readAllBytes(file), 1000, 70_001));
    }

    @Test
    void sendsPartsOfADiskThatIsStillTheSame() {
        Answer whole = ana.send("HEAD", DISK, new byte[0], Map.of()).is(200);
        String tag = whole.header("ETag");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.header("Content-Disposition"))
                .startsWith("attachment")
                .contains("web-disk0.raw");
        assertThat(part("bytes=0-0")).isEqualTo(Arrays.copyOf(bytes, 1));
        assertThat(part("bytes=-100"))
                .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 100, bytes.length));
        assertThat(part("bytes=9000000-"))
                .isEqualTo(Arrays.copyOfRange(bytes, 9_000_000, bytes.length));
        assertThat(part("bytes=0-1,5-6")).hasSize(bytes.length);
        assertThat(part("pages=1-2")).hasSize(bytes.length);
        assertThat(ana.bytes(DISK, Map.of("Range", "bytes=5-9", "If-Range", tag))).hasSize(5);
        assertThat(ana.bytes(DISK, Map.of("Range", "bytes=5-9", "If-Range", "\"old\"")))
                .hasSize(bytes.length);
        Answer partial = ana.send("HEAD", DISK, new byte[0], Map.of("Range", "bytes=5-9")).is(206);
        assertThat(partial.header("Content-Range")).isEqualTo("bytes 5-9/" + bytes.length);
        Answer behind =
                ana.send("GET", DISK, new byte[0], Map.of("Range", "bytes=99999999-")).is(416);
        assertThat(behind.header("Content-Range")).isEqualTo("bytes */" + bytes.length);
        ana.send("GET", DISK, new byte[0], Map.of("If-None-Match", tag)).is(304);
    }

    private byte[] part(String range) {
        return ana.bytes(DISK, Map.of("Range", range));
    }

    @Test
    void sendsOnlyWhatTheCallerSeesAndWhatIsThere() {
        ben.get(DISK).is(404);
        ben.get(HEAD + "/package").is(404);
        server.nobody().get(DISK).is(401);
        ana.get(HEAD + "/disks/disk7").is(404);
        ana.get(HEAD + "/disks/..%2f..").is(400);
        ana.get(DISK + "?format=qcow").is(400);
        ana.get(DISK + "?format=../../etc").is(400);
        ana.get(HEAD + "/package?format=vmx").is(400);
        ana.bytes(DISK + "?format=vdi", Map.of());
        Answer events = administrator.get("/api/v1/audit?action=machine.download").is(200);
        assertThat(events.text("/items/0/actor")).isEqualTo("ana");
        assertThat(events.text("/items/0/after")).contains("disk0 vdi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ova", "vagrant-libvirt", "vagrant-virtualbox"})
    void sendsAMachineAsAPackageThatComesBack(String form) throws IOException {
        String address = HEAD + "/package?format=" + form;
        String suffix = form.equals("ova") ? "ova" : "box";
        Answer head = ana.send("HEAD", address, new byte[0], Map.of()).is(200);
        assertThat(head.header("Content-Disposition")).contains("web." + suffix);
        byte[] sent = ana.bytes(address, Map.of());
        assertThat(ana.bytes(address, Map.of())).isEqualTo(sent);
        if (form.equals("ova")) {
            Path file = Files.write(directory.resolve("got.ova"), sent);
            try (OvaArchive archive = OvaArchive.open(file)) {
                assertThat(archive.verifyManifest(HashProgress.NONE)).isEmpty();
            }
        }
        String machine = "back-" + form;
        Answer ended = Sending.all(ben, machine, Map.of("m." + suffix, sent));
        assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
        assertThat(
                        ben.bytes(
                                "/api/v1/machines/%s/revisions/head/disks/disk0".formatted(machine),
                                Map.of()))
                .isEqualTo(bytes);
    }

    @Test
    void tellsHashesOfADiskToWhoMayReadIt() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] blocks = new byte[bytes.length / 4096 * 32];
        for (int i = 0; i < bytes.length / 4096; i++) {
            sha.update(bytes, i * 4096, 4096);
            sha.digest(blocks, i * 32, 32);
        }
        assertThat(ana.bytes(DISK + "/hashes?level=0", Map.of())).isEqualTo(blocks);
        assertThat(ana.bytes(DISK + "/hashes?level=0&from=130&count=300", Map.of()))
                .isEqualTo(Arrays.copyOfRange(blocks, 130 * 32, 430 * 32));
        sha.update(blocks, 4096, 4096);
        assertThat(ana.bytes(DISK + "/hashes?from=1&count=1", Map.of())).isEqualTo(sha.digest());
        assertThat(ana.bytes(DISK + "/hashes", Map.of())).hasSize(18 * 32);
        assertThat(ana.bytes(DISK + "/hashes?from=18", Map.of())).isEmpty();
        assertThat(ana.bytes(DISK + "/hashes?from=9223372036854775807", Map.of())).isEmpty();
        for (String wrong : List.of("level=2", "level=-1", "from=-1", "count=0", "count=65537")) {
            ana.get(DISK + "/hashes?" + wrong).is(400);
        }
        ben.get(DISK + "/hashes").is(404);
        ana.get(HEAD + "/disks/disk7/hashes").is(404);
    }

    @Test
    void sendsTheDefinitionOfTheHardware() {
        ana.get(HEAD + "/definition").is(404);
        ben.get(HEAD + "/definition").is(404);
        byte[] sent = ana.bytes(HEAD + "/package?format=ova", Map.of());
        Sending.all(ben, "defined", Map.of("m.ova", sent));
        String address = "/api/v1/machines/defined/revisions/head/definition";
        assertThat(new String(ben.bytes(address, Map.of()), StandardCharsets.UTF_8))
                .contains("<Envelope");
        ana.get(address).is(404);
    }

    @Test
    void endsWhenTheClientGoesAway() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (InputStream body = ana.stream(DISK, Map.of()).body()) {
                assertThat(body.readNBytes(1000)).hasSize(1000);
            }
        }
        assertThat(ana.bytes(DISK, Map.of())).isEqualTo(bytes);
    }
}
