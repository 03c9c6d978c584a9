package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that many use at once, slowly, or to harm it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class AbuseTest {

    private static final int DISK = 4 << 20;

    private Path directory;
    private ServerFixture server;
    private Client administrator;
    private byte[] content;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        server =
                new ServerFixture(
                        temporary,
                        """
                        limits.requests-per-address=0
                        limits.requests-per-account=0
                        limits.heavy-per-account=0
                        """);
        Path disk = temporary.resolve("disk.raw");
        RandomDisk.of(Seed.of(31), DISK).writeTo(disk);
        content = Files.readAllBytes(disk);
        for (int i = 0; i < 20; i++) {
            server.checkIn("m" + i, disk);
        }
        administrator = server.administrator();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** One of many: asks for this and that, and compares what it gets. */
    private void read(Client client, int number) {
        String machine = "/api/v1/machines/m" + number % 20;
        Answer list = client.send("GET", "/api/v1/machines?limit=7", new byte[0], Map.of()).is(200);
        assertThat(list.json().get("items")).hasSize(7);
        Answer shown = client.send("GET", machine, new byte[0], Map.of()).is(200);
        assertThat(shown.text("/machine")).isEqualTo("m" + number % 20);
        int from = number * 3989 % (DISK - 5000);
        byte[] part =
                client.bytes(
                        machine + "/revisions/head/disks/disk0",
                        Map.of("Range", "bytes=%d-%d".formatted(from, from + 4999)));
        assertThat(part).isEqualTo(Arrays.copyOfRange(content, from, from + 5000));
        client.send("GET", machine + "/revisions?limit=3", new byte[0], Map.of()).is(200);
    }

    @Test
    @Tag("slow")
    @Timeout(600)
    void answersAThousandReadersAtOnce() throws Exception {
        Client root = server.token(root(), "admin");
        List<InputStream> streams = new ArrayList<>();
        long before = used();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                InputStream events = root.stream("/api/v1/events", Map.of()).body();
                assertThat(events.read()).isEqualTo(':');
                streams.add(events);
            }
            root.send("GET", "/api/v1/events", new byte[0], Map.of()).is(409);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int number = i;
                all.add(readers.submit(() -> read(root, number)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(used() - before).as("bytes that stay").isLessThan(128 << 20);
        for (InputStream events : streams) {
            events.close();
        }
        administrator.get("/health/readiness").is(200);
    }

    private String root() {
        administrator
                .post(
                        "/api/v1/accounts",
                        "{\"name\":\"root\",\"password\":\"a long password\",\"administrator\":true}")
                .is(201);
        return "root";
    }

    private Socket says(String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    @Tag("slow")
    @Timeout(300)
    void isNotHeldByClientsThatSayNothingMore() throws IOException {
        String head = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n";
        String body = head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            slow.add(says(i % 2 == 0 ? head : body));
        }
        for (int i = 0; i < 5; i++) {
            administrator.get("/api/v1/machines").is(200); // others do not wait for them
        }
        for (Socket one : slow) {
            try (one) {
                String answer =
                        new String(
                                one.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).matches("(?s)|HTTP/1.1 4.*");
            } catch (SocketTimeoutException forEver) {
                throw new AssertionError("it waits for ever", forEver);
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    private Answer sent(String machine, String name, byte[] bytes) {
        Client ana = server.token("ana" + machine, "write");
        return Sending.all(ana, machine, Map.of(name, bytes));
    }

    private void newcomer(String machine) {
        server.account(administrator, "ana" + machine, "write");
    }

    private long free() throws IOException {
        return Files.getFileStore(server.repository()).getUsableSpace();
    }

    @Test
    @Tag("slow")
    @Timeout(600)
    void isNotFilledByFilesThatGrow() throws Exception {
        newcomer("bomb");
        Path huge = directory.resolve("huge.raw");
        try (var file = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        long before = free();
        ForeignTool.require("zstd").run("-q", "-19", "--long=27", huge);
        Files.delete(huge);
        byte[] packed = Files.readAllBytes(directory.resolve("huge.raw.zst"));
        assertThat(packed.length).isLessThan(1 << 20);
        Answer ended = sent("bomb", "huge.raw.zst", packed);
        assertThat(ended.text("/state")).isIn("succeeded", "failed");
        Path wide = directory.resolve("wide.qcow2");
        ForeignTool.require("qemu-img").run("create", "-q", "-f", "qcow2", wide, "8T");
        newcomer("wide");
        Answer second = sent("wide", "wide.qcow2", Files.readAllBytes(wide));
        assertThat(second.text("/state")).isIn("succeeded", "failed");
        assertThat(before - free()).as("bytes that are gone").isLessThan(256L << 20);
    }

    @Test
    void asksNoServerThatADefinitionNames() throws Exception {
        newcomer("asks");
        try (ServerSocket trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            trap.setSoTimeout(300);
            String address = "127.0.0.1:" + trap.getLocalPort();
            String url = "http://" + address + "/disk";
            Map<String, String> files =
                    Map.of(
                            "m.vmx",
                            "config.version = \"8\"\nvirtualHW.version = \"13\"\nscsi0.present = \"TRUE\"\nscsi0:0.present = \"TRUE\"\nscsi0:0.fileName = \"%s\"\n"
                                    .formatted(url),
                            "m.vbox",
                            "<VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.16-linux\"><Machine uuid=\"{00000000-0000-4000-8000-000000000001}\" name=\"m\"><MediaRegistry><HardDisks><HardDisk uuid=\"{00000000-0000-4000-8000-000000000002}\" location=\"%s\" format=\"VDI\" type=\"Normal\"/></HardDisks></MediaRegistry><Hardware/><StorageControllers><StorageController name=\"S\" type=\"AHCI\" PortCount=\"1\"><AttachedDevice type=\"HardDisk\" port=\"0\" device=\"0\"><Image uuid=\"{00000000-0000-4000-8000-000000000002}\"/></AttachedDevice></StorageController></StorageControllers></Machine></VirtualBox>"
                                    .formatted(url),
                            "m.xml",
                            "<domain type='kvm'><name>m</name><memory>1024</memory><os><type>hvm</type></os><devices><disk type='network' device='disk'><source protocol='http' name='disk'><host name='127.0.0.1' port='%d'/></source><target dev='vda'/></disk></devices></domain>"
                                    .formatted(trap.getLocalPort()),
                            "100.conf",
                            "name: m\nmemory: 512\nscsi0: %s,size=1G\n".formatted(url),
                            "m.cfg",
                            "name = \"m\"\nmemory = 512\ndisk = [ 'nbd:%s,raw,xvda,rw' ]\n"
                                    .formatted(address),
                            "box.raw",
                            "nbd://" + address + "/x");
            int number = 0;
            for (Map.Entry<String, String> file : files.entrySet()) {
                Answer ended =
                        Sending.all(
                                server.token("anaasks", "write"),
                                "asks" + number++,
                                Map.of(
                                        file.getKey(),
                                        file.getValue().getBytes(StandardCharsets.UTF_8)));
                String body = ended.response().body();
                assertThat(ended.text("/state"))
                        .as(file.getKey() + body)
                        .isIn(file.getKey().endsWith(".raw") ? "succeeded" : "failed", "failed");
                assertThat(body).doesNotContain(server.repository().toString());
            }
            try (Socket reached = trap.accept()) {
                assertThat(reached.isConnected()).as("a connection was made").isFalse();
            } catch (SocketTimeoutException nobodyCame) {
                assertThat(nobodyCame).isNotNull();
            }
        }
    }

    @Test
    void putsNoNameOfAGuestIntoALineOfItsOwn() throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        String name = "a\r\nSet-Cookie: evil=1\r\n\"x";
        Files.writeString(tree.resolve(name), "inside");
        Path image = directory.resolve("named.raw");
        ForeignTool.require("mkfs.ext4").run("-q", "-d", tree, image, "8M");
        server.checkIn("named", image);
        var answer =
                administrator.stream(
                        "/api/v1/machines/named/revisions/head/content?path="
                                + URLEncoder.encode("/" + name, StandardCharsets.UTF_8),
                        Map.of());
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("inside");
        }
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment")
                .doesNotContain("\n");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(one -> one.contains("evil"));
        for (String wrong : List.of("v1%0d%0aX-Evil:%201", "v1%0aX", "%00")) {
            Answer refused =
                    administrator.send(
                            "GET",
                            "/api/v1/machines/m0/revisions/" + wrong + "/package?format=ova",
                            new byte[0],
                            Map.of());
            assertThat(refused.status()).as(wrong).isBetween(400, 404);
            assertThat(refused.header("X-Evil")).isEmpty();
        }
        administrator
                .put("/api/v1/machines/m0/tags/a%0d%0aX-Evil:%201", "{\"revision\":\"head\"}")
                .is(400);
    }
}
