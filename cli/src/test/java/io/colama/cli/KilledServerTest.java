package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose server ends while clients write. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class KilledServerTest {

    private static final int SIZE = 8 << 20;
    private static final int PIECE = 64 << 10;

    @TempDir private Path directory;
    private CommandLineFixture line;
    private Path disk;

    @BeforeEach
    void checkIn() throws IOException {
        line = new CommandLineFixture(directory);
        line.ok("init");
        disk = Path.of(line.disk("web.raw", 31, SIZE));
        line.ok("checkin", "web", disk.toString(), "--no-inspect");
    }

    @Test
    void keepsWhatWasFlushedAndNeverMixesBlocks() throws IOException, InterruptedException {
        writeAndKill(Seed.of(3), 3);
    }

    @Test
    @Tag("slow")
    @Timeout(900)
    void keepsWhatWasFlushedManyTimes() throws IOException, InterruptedException {
        writeAndKill(Seed.of(4), 40);
    }

    private void writeAndKill(Seed seed, int rounds) throws IOException, InterruptedException {
        Path socket = line.path("s");
        Nbdsh script =
                Nbdsh.script("killed.py")
                        .with("begin", command(socket, "nbd", "web", "--writable"))
                        .with("resume", command(socket, "session", "resume", "web-1"))
                        .with("path", socket.toString())
                        .with("uri", ServerProcess.uri(socket, "disk0"))
                        .with("disk", disk.toString())
                        .with("seed", seed.value())
                        .with("rounds", rounds);
        assertThat(script.run()).as("%s", seed).contains("all is well");
        line.ok("session", "checkin", "web-1", "--no-inspect");
        line.ok("verify");
    }

    private List<String> command(Path socket, String... words) {
        String[] all =
                Stream.concat(Arrays.stream(words), Stream.of("--socket", socket.toString()))
                        .toArray(String[]::new);
        return ServerProcess.program(line, all).command();
    }

    @Test
    void isForgottenByAClientThatConnectsAgain() throws IOException, InterruptedException {
        byte[] expected = Files.readAllBytes(disk);
        ServerProcess server = ServerProcess.start(line, "nbd", "web", "--writable");
        try (QemuIo client = QemuIo.reconnecting(line.path("s"), "disk0")) {
            for (int i = 0; i < 2; i++) {
                // the first two are flushed; the third is written while nobody serves
                for (int j = 0; j < 3; j++) {
                    int at = (3 * i + j) * PIECE;
                    Arrays.fill(expected, at, at + PIECE, (byte) (at / PIECE + 1));
                }
                write(client, 3 * i);
                write(client, 3 * i + 1);
                client.say("flush");
                client.awaitDone();
                if (i % 2 == 0) {
                    server.kill();
                } else {
                    server.close();
                }
                write(client, 3 * i + 2);
                server = ServerProcess.start(line, "session", "resume", "web-1");
            }
            client.say("flush");
            client.say("read -P 1 0 " + PIECE);
            assertThat(client.end()).doesNotContain("failed", "rror", "not");
        } finally {
            server.close();
        }
        line.ok("session", "checkin", "web-1", "--no-inspect", "--tag", "written");
        line.ok("checkout", "web@written", "-o", line.path("out.raw").toString());
        assertThat(line.path("out.raw")).hasBinaryContent(expected);
    }

    private static void write(QemuIo client, int number) throws IOException {
        client.say("write -P %d %d %d".formatted(number + 1, number * PIECE, PIECE));
    }
}
