package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample machine boots from the repository, and what it writes becomes a revision. */
@Tag("slow")
@Timeout(400)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class BootTest {

    @TempDir private Path directory;
    private CommandLineFixture line;

    @BeforeEach
    void checkIn() {
        ForeignTool.require("qemu-system-x86_64");
        line = new CommandLineFixture(directory);
        line.ok("init");
        Path sample =
                Path.of(System.getProperty("colama.project.root", ".."))
                        .resolve("samples/debian-1.qcow2");
        line.ok("checkin", "web", sample.toString(), "--no-inspect");
    }

    @Test
    void writesAFileThatTheNextRevisionHas() throws IOException, InterruptedException {
        Process guest = ServerProcess.program(line, "run", "web", "--accel", "tcg").start();
        try {
            StringBuilder console = new StringBuilder();
            await(guest, console, "login:");
            say(guest, "root\n");
            await(guest, console, "# ");
            say(guest, "echo from the guest > /file; sync; poweroff -f\n");
            guest.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(guest.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(guest.exitValue()).as(console.toString()).isZero();
        } finally {
            guest.descendants().forEach(ProcessHandle::destroyForcibly);
            guest.destroyForcibly();
        }
        line.ok("session", "checkin", "web-1", "-m", "booted", "--no-inspect");
        assertThat(line.ok("cat", "web:/file")).isEqualTo("from the guest\n");
        assertThat(line.run("cat", "web~1:/file")).isNotZero();
        isClean();
    }

    /** The check of the file system's own makers, after its journal was replayed. */
    private void isClean() throws IOException, InterruptedException {
        ForeignTool fsck = ForeignTool.require("e2fsck");
        ForeignTool sfdisk = ForeignTool.require("sfdisk");
        Path disk = line.path("work/disk0.raw");
        line.ok("checkout", "web", line.path("work").toString(), "--format", "raw");
        String table = sfdisk.run("--dump", disk);
        String start = table.replaceAll("(?s).*?start= *([0-9]+).*", "$1");
        Path volume = line.path("volume");
        ForeignTool.require("dd")
                .run("if=" + disk, "of=" + volume, "bs=512", "skip=" + start, "conv=sparse");
        assertThat(fsck.tryRun("-fy", "-E", "journal_only", volume).exitCode()).isLessThan(2);
        fsck.run("-fn", volume);
        assertThat(Files.size(volume)).isPositive();
    }

    private static void say(Process guest, String text) throws IOException {
        OutputStream in = guest.getOutputStream();
        in.write(text.getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    /** Reads the console up to a text; what came before is kept for the message of a failure. */
    private static void await(Process guest, StringBuilder console, String text)
            throws IOException {
        InputStream out = guest.getInputStream();
        int from = console.length();
        while (console.indexOf(text, from) < 0) {
            int next = out.read();
            if (next < 0) {
                throw new AssertionError("it ended before \"" + text + "\": " + console);
            }
            console.append((char) next);
        }
    }
}
