package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients and the server with {@code nbdkit} between them, which is slow, fails, or is killed. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class NbdProxyTest {

    private static final int SIZE = 8 << 20;

    @TempDir private Path directory;
    private CommandLineFixture line;
    private Path disk;
    private byte[] content;
    private ServerProcess server;

    @BeforeEach
    void serve() throws IOException {
        ForeignTool.require("nbdkit");
        line = new CommandLineFixture(directory);
        line.ok("init");
        disk = Path.of(line.disk("web.raw", 41, SIZE));
        content = Files.readAllBytes(disk);
        line.ok("checkin", "web", disk.toString(), "--no-inspect");
        server = ServerProcess.start(line, "nbd");
    }

    @AfterEach
    void end() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** A proxy with these filters and their values. */
    private ServerProcess proxy(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("nbdkit", "-f", "-r"));
        Path socket = line.path("p");
        Files.deleteIfExists(socket);
        command.addAll(List.of("-U", socket.toString()));
        List<String> values = new ArrayList<>(List.of("nbd", "uri=" + server.uri("web")));
        for (String word : words) {
            (word.startsWith("--") ? command : values).add(word);
        }
        command.addAll(values);
        return ServerProcess.start(new ProcessBuilder(command), socket, line.path("nbdkit.log"));
    }

    @Test
    void copiesExactlyThroughAProxyThatIsSlow() throws IOException, InterruptedException {
        try (ServerProcess proxy = proxy("--filter=delay", "delay-read=20ms")) {
            ForeignTool.require("nbdcopy").run(proxy.uri(""), line.path("copy"));
            assertThat(line.path("copy")).hasBinaryContent(content);
            storesExactly(proxy);
        }
    }

    @Test
    void copiesExactlyThroughAProxyThatFailsAndTriesAgain()
            throws IOException, InterruptedException {
        try (ServerProcess proxy =
                proxy(
                        "--filter=retry-request",
                        "--filter=error",
                        "error=EIO",
                        "error-pread-rate=5%",
                        "retry-request-delay=1",
                        "retry-request-retries=20")) {
            ForeignTool image = ForeignTool.require("qemu-img");
            ForeignTool.require("nbdcopy").run(proxy.uri(""), line.path("copy"));
            assertThat(line.path("copy")).hasBinaryContent(content);
            image.run("convert", "-f", "raw", proxy.uri(""), "-O", "raw", line.path("converted"));
            assertThat(line.path("converted")).hasBinaryContent(content);
        }
    }

    @Test
    void storesNothingOrAllWhenReadsFail() throws IOException {
        int failed = 0;
        for (int percent : new int[] {2, 100}) {
            String rate = "error-pread-rate=%d%%".formatted(percent);
            try (ServerProcess proxy = proxy("--filter=error", "error=EIO", rate)) {
                for (int i = 0; i < 2; i++) {
                    failed += storesNothingOrAll("copy-%d-%d".formatted(percent, i), proxy) ? 0 : 1;
                }
            }
        }
        assertThat(failed).isGreaterThanOrEqualTo(2);
    }

    private boolean storesNothingOrAll(String name, ServerProcess from) throws IOException {
        int status = line.run("checkin", name, from.uri(""), "--no-inspect");
        String said = line.err();
        if (status == 0) {
            isExact(name);
            return true;
        }
        assertThat(status).isEqualTo(1);
        assertThat(said.lines()).hasSize(1);
        assertThat(said)
                .startsWith("colama: " + from.uri("") + ": READ of ")
                .contains("failed: EIO");
        assertThat(line.run("log", name)).isNotZero();
        return false;
    }

    private void storesExactly(ServerProcess from) throws IOException {
        line.ok("checkin", "copy", from.uri(""), "--no-inspect");
        isExact("copy");
    }

    private void isExact(String name) throws IOException {
        Path out = line.path("out.raw");
        line.ok("checkout", name, "-o", out.toString(), "--force");
        assertThat(out).hasBinaryContent(content);
    }

    @Test
    void storesExactlyWhenTheServerIsGoneForAMoment() throws Exception {
        Path log = line.path("requests");
        String[] words = {"--filter=log", "logfile=" + log, "--filter=delay", "delay-read=100ms"};
        ServerProcess proxy = proxy(words);
        int restarts = 0;
        try {
            String uri = proxy.uri("");
            Executor apart = task -> Thread.ofVirtual().start(task);
            CompletableFuture<Integer> status =
                    CompletableFuture.supplyAsync(
                            () -> line.run("checkin", "copy", uri, "--no-inspect"), apart);
            while (!status.isDone() && restarts < 4) {
                long reads = reads(log);
                while (!status.isDone() && reads(log) < reads + 3) {
                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
                if (!status.isDone()) {
                    proxy.kill();
                    proxy = proxy(words);
                    restarts++;
                }
            }
            assertThat(status.get(60, TimeUnit.SECONDS)).as(line.err()).isZero();
        } finally {
            proxy.close();
        }
        assertThat(restarts).isPositive();
        isExact("copy");
    }

    private static long reads(Path log) throws IOException {
        if (!Files.exists(log)) {
            return 0;
        }
        try (var lines = Files.lines(log)) {
            return lines.filter(one -> one.contains(" Read ")).count();
        }
    }

    @Test
    void losesClientsAndProxiesInTheMidstOfRequestsAndServesOthers()
            throws IOException, InterruptedException {
        ForeignTool copy = ForeignTool.require("nbdcopy");
        Seed seed = Seed.of(42);
        RandomGenerator random = seed.random();
        for (int i = 0; i < 5; i++) {
            try (ServerProcess proxy = proxy("--filter=delay", "delay-read=5ms")) {
                List<Process> doomed = new ArrayList<>();
                for (String uri : List.of(server.uri("web"), proxy.uri(""))) {
                    ProcessBuilder copying =
                            new ProcessBuilder(
                                    copy.toString(),
                                    uri,
                                    line.path("d" + doomed.size()).toString());
                    doomed.add(copying.redirectErrorStream(true).start());
                }
                LockSupport.parkNanos(random.nextLong(Duration.ofMillis(120).toNanos()));
                proxy.kill();
                for (Process one : doomed) {
                    one.destroyForcibly().waitFor();
                }
                copy.run(server.uri("web"), line.path("copy"));
                assertThat(line.path("copy")).as("%s", seed).hasBinaryContent(content);
            }
        }
        assertThat(server.isAlive()).isTrue();
        assertThat(server.log()).doesNotContain("Exception");
    }
}
