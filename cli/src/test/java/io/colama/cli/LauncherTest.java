package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Serving as programs start it: with a socket that listens already, or at a pair of pipes. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class LauncherTest {

    private static final int MOST_LOOKS = 3000;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final int SIZE = 4 << 20;

    @TempDir private Path directory;
    private final List<Process> begun = new ArrayList<>();
    private CommandLineFixture line;
    private Path launcher;
    private Path disk;

    @BeforeEach
    void checkIn() throws IOException {
        launcher = Launcher.in(directory.resolve("home"));
        line = new CommandLineFixture(directory);
        line.ok("init");
        disk = Path.of(line.disk("web.raw", 51, SIZE));
        line.ok("checkin", "web", disk.toString(), "--no-inspect");
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process one : begun) {
            one.destroyForcibly().waitFor();
        }
    }

    /** Starts the program as systemd does. */
    private Process activate(String family, Path place, String pid, String count, String... words)
            throws IOException {
        Path script = directory.resolve("activate.py");
        try (InputStream in =
                Objects.requireNonNull(LauncherTest.class.getResourceAsStream("activate.py"))) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ForeignTool.require("python3").toString(),
                                script.toString(),
                                family,
                                place.toString(),
                                pid,
                                count,
                                launcher.toString(),
                                "--repo",
                                line.repository().toString()));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(line.path("log").toFile())
                        .start();
        begun.add(process);
        return process;
    }

    private static void await(Path file) {
        for (int i = 0; i < MOST_LOOKS && !Files.exists(file); i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        assertThat(file).exists();
    }

    private void copies(String uri) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            ForeignTool.require("nbdcopy").run(uri, line.path("copy"));
            assertThat(line.path("copy")).hasSameBinaryContentAs(disk);
        }
    }

    @Test
    void servesAtAUnixSocketThatSystemdHasOpened() throws IOException, InterruptedException {
        Path socket = line.path("s");
        Process server = activate("unix", socket, "own", "1", "nbd", "web");
        await(socket);
        copies(ServerProcess.uri(socket, "web"));
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(socket).as("systemd's, who listens on").exists();
    }

    @Test
    void servesAtAPortThatSystemdHasOpened() throws IOException, InterruptedException {
        Path port = line.path("port");
        activate("tcp", port, "own", "1", "nbd");
        await(port);
        copies("nbd://127.0.0.1:%s/web".formatted(Files.readString(port)));
    }

    @Test
    void ignoresASocketThatIsForAnotherProcess() throws IOException, InterruptedException {
        Path own = line.path("own");
        activate("unix", line.path("s"), "1", "1", "nbd", "web", "--socket", own.toString());
        for (int i = 0; i < MOST_LOOKS && !ServerProcess.listens(own); i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        copies(ServerProcess.uri(own, "web"));
    }

    @Test
    void refusesSeveralSockets() throws IOException, InterruptedException {
        Process server = activate("unix", line.path("s"), "own", "2", "nbd", "web");
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(2);
        assertThat(line.path("log"))
                .hasContent("colama: LISTEN_FDS is 2, but exactly one socket can be served");
    }

    @Test
    void servesTheProgramThatHasStartedIt() throws IOException, InterruptedException {
        List<Object> program = List.of(launcher, "--repo", line.repository(), "nbd", "web");
        List<Object> info = new ArrayList<>(List.of("--size", "--", "["));
        info.addAll(program);
        info.addAll(List.of("--stdio", "]")); // what it gets is a socket all the same
        assertThat(ForeignTool.require("nbdinfo").run(info.toArray())).isEqualTo(SIZE + "\n");
        List<Object> copy = new ArrayList<>(List.of("--", "["));
        copy.addAll(program);
        copy.addAll(List.of("]", line.path("copy")));
        ForeignTool.require("nbdcopy").run(copy.toArray());
        assertThat(line.path("copy")).hasSameBinaryContentAs(disk);
    }

    @Test
    void servesOneClientAtStandardInputAndOutput() throws IOException, InterruptedException {
        String repository = line.repository().toString();
        Nbdsh script =
                new Nbdsh(
                                "",
                                "h.connect_command(program)\nprint(h.pread(h.get_size(), 0) == open(disk, 'rb').read())")
                        .with(
                                "program",
                                List.of(
                                        launcher.toString(),
                                        "--repo",
                                        repository,
                                        "nbd",
                                        "--stdio",
                                        "web"))
                        .with("disk", disk.toString());
        assertThat(script.run()).isEqualTo("True\n");
    }
}
