package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that may say anything, beside one that reads all the time ({@code abuse.py}). */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class NbdAbuseTest {

    private static final int SIZE = 8 << 20;

    @TempDir private Path directory;
    private CommandLineFixture line;
    private Path disk;

    @BeforeEach
    void checkIn() throws IOException {
        line = new CommandLineFixture(directory);
        line.ok("init");
        disk = Path.of(line.disk("web.raw", 21, SIZE));
        line.ok("checkin", "web", disk.toString(), "--no-inspect");
    }

    @Test
    void isRefusedAsDocumentedOnADiskThatCanOnlyBeRead() throws IOException, InterruptedException {
        abuse("web", false, "nbd");
    }

    @Test
    void isRefusedAsDocumentedOnADiskThatCanBeWritten() throws IOException, InterruptedException {
        abuse("disk0", true, "nbd", "web", "--writable");
    }

    private void abuse(String export, boolean writable, String... words)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(line, words)) {
            Nbdsh script =
                    Nbdsh.script("abuse.py")
                            .with("uri", server.uri(export))
                            .with("disk", disk.toString())
                            .with("writable", writable);
            assertThat(script.run()).contains("all is well");
            assertThat(server.isAlive()).isTrue();
            assertThat(server.log()).doesNotContain("Exception", "failed");
        }
    }
}
