package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines boot from the repository, and what they write becomes a revision. */
@Tag("slow")
@Timeout(900)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class BootTest {

    @TempDir private Path directory;
    private CommandLineFixture line;

    @BeforeEach
    void makeRepository() {
        ForeignTool.require("qemu-system-x86_64");
        line = new CommandLineFixture(directory);
        line.ok("init");
    }

    @Test
    void aSmallGuestWritesAFileThatTheNextRevisionHas() throws IOException, InterruptedException {
        Path sample =
                Path.of(System.getProperty("colama.project.root", ".."))
                        .resolve("samples/debian-1.qcow2");
        line.ok("checkin", "web", sample.toString(), "--no-inspect");
        writesAFile("poweroff -f", List.of());
    }

    /** A distribution with systemd and a journal, whose kernel comes out of the stored machine. */
    @Test
    void aWholeDebianWritesAFileThatTheNextRevisionHas() throws IOException, InterruptedException {
        line.ok("checkin", "web", debian().toString());
        Path kernel = stored("/vmlinuz");
        Path early = stored("/initrd.img");
        writesAFile(
                "systemctl poweroff",
                List.of(
                        "--",
                        "-kernel",
                        kernel.toString(),
                        "-initrd",
                        early.toString(),
                        "-append",
                        "root=/dev/vda1 rw console=ttyS0"));
    }

    private void writesAFile(String end, List<String> more)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run", "web", "--accel", "tcg", "--keep"));
        words.addAll(more);
        Process guest = ServerProcess.program(line, words.toArray(String[]::new)).start();
        try {
            StringBuilder console = new StringBuilder();
            await(guest, console, "login:");
            say(guest, "root\n");
            await(guest, console, "# ");
            say(guest, "echo from the guest > /file; sync; " + end + "\n");
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

    /** A disk with a Debian as its installer makes it, but for the boot loader. */
    private Path debian() throws IOException, InterruptedException {
        Duration minutes = Duration.ofMinutes(8);
        Path tree = line.path("tree.tar");
        ForeignTool.require("mmdebstrap")
                .timeout(minutes)
                .run(
                        "--quiet",
                        "--format=tar",
                        "--variant=important",
                        "--include=linux-image-cloud-amd64,systemd-sysv",
                        "--customize-hook=chroot \"$1\" passwd -d root",
                        "bookworm",
                        tree);
        Path disk = line.path("debian.raw");
        Path script = line.path("make-disk");
        Files.writeString(
                script,
                """
                set -eu
                mkdir "$3"
                tar -C "$3" -xf "$1"
                truncate -s 4G "$2"
                printf 'label: gpt\n2048,,L\n' | sfdisk -q "$2"
                # the rest of the disk but for the table's copy at its end
                mkfs.ext4 -q -E offset=1048576 -d "$3" "$2" 4191232k
                rm -r "$3" "$1"
                """);
        ForeignTool.require("sfdisk");
        ForeignTool.require("mkfs.ext4");
        ForeignTool.require("fakeroot") // the owners of the files need no rights of root so
                .timeout(minutes)
                .run("sh", script, tree, disk, line.path("tree"));
        return disk;
    }

    private Path stored(String path) throws IOException, InterruptedException {
        Path file = line.path(path.substring(1));
        Process cat =
                ServerProcess.program(line, "cat", "web:" + path)
                        .redirectErrorStream(false)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(file.toFile())
                        .start();
        assertThat(cat.waitFor()).isZero();
        return file;
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
