package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every failure is one line and the published exit status. */
class ErrorsTest {

    private static final long SIZE = 2_000_000;

    private CommandLineFixture colama;
    private String disk;

    @BeforeEach
    void oneRevision(@TempDir Path directory) throws IOException {
        colama = new CommandLineFixture(directory);
        disk = colama.disk("disk.raw", 1, SIZE);
        colama.ok("init");
        colama.ok("checkin", "web", disk, "-m", "first", "--tag", "v1");
    }

    private void fails(int status, String says, String... words) {
        assertThat(colama.run(words)).as(String.join(" ", words)).isEqualTo(status);
        assertThat(colama.err()).startsWith("colama: ").contains(says);
        assertThat(colama.err().lines()).hasSize(1);
        assertThat(colama.out()).isEmpty();
    }

    @Test
    void whatIsNotThereIsThree() {
        fails(3, "web", "log", "wev");
        fails(3, "v1", "show", "web@v2");
        fails(3, "no-such.raw", "checkin", "web", colama.path("no-such.raw").toString());
        fails(3, "not a working copy", "status", colama.repository().toString());
        colama = new CommandLineFixture(colama.path("elsewhere"));
        fails(3, "colama init", "ls");
    }

    @Test
    void aWrongCommandLineIsTwo() {
        fails(2, "there is no command or option 'nope'", "nope");
        fails(2, "colama log --help", "log", "--nope");
        fails(2, "NAME", "tag", "web");
        fails(2, "5%", "verify", "--sample", "0");
        fails(2, "100M", "verify", "--rate", "fast");
        fails(2, "at least 1", "log", "-n", "0");
        fails(2, "read and not written", "convert", disk, "x.gz", "--format", "gz");
        fails(2, "raw, qcow2", "checkin", "web", disk, "--format", "floppy");
        fails(2, "MACHINE@TAG", "show", "~");
        fails(2, "cannot be a name", "clone", "web", "a~b");
        fails(2, "cannot be a name", "tag", "web", "a@b");
        fails(2, "cannot be a name", "checkin", "web@v1", disk);
    }

    @Test
    void whatIsTakenOrMovedIsFour() {
        String file = colama.path("there.raw").toString();
        colama.ok("checkout", "web", "-o", file);
        fails(4, "exists already", "checkout", "web", "-o", file);
        fails(4, "web", "clone", "web", "web");
        colama.ok("checkout", "web", colama.path("work").toString());
        colama.ok("checkin", "web", disk, "-m", "again");
        fails(4, "--force", "tag", "web", "v1");
        fails(4, "already", "init");
        fails(4, "has moved", "checkin", colama.path("work").toString());
        fails(4, "not empty", "checkout", "web", colama.path("work").toString());
    }

    @Test
    void anImageThatNamesAnotherFileIsRefusedWithSix() {
        String overlay =
                Path.of(System.getProperty("colama.project.root"), "samples/debian-2.qcow2")
                        .toString();
        fails(6, "--allow-backing", "checkin", "web", overlay);
    }

    @Test
    void damageIsFoundAndNamedWithFive() throws IOException {
        Path pack;
        try (Stream<Path> files = Files.walk(colama.repository().resolve("packs"))) {
            pack =
                    files.filter(Files::isRegularFile)
                            .max(Comparator.comparingLong(file -> file.toFile().length()))
                            .orElseThrow();
        }
        assertThat(pack.toFile().setWritable(true)).isTrue();
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
            file.seek(file.length() / 3);
            file.write(new byte[64]);
        }
        assertThat(colama.run("verify")).isEqualTo(5);
        assertThat(colama.out()).contains("damaged ", "lost web@", "disk0: bytes ");
        assertThat(colama.run("verify", "--json")).isEqualTo(5);
        JsonObject record = JsonParser.parseString(colama.out()).getAsJsonObject();
        assertThat(record.get("sound").getAsBoolean()).isFalse();
        assertThat(record.getAsJsonArray("lost").get(0).getAsJsonObject().keySet())
                .containsExactly("revision", "machine", "disk", "offset", "length", "file");
        fails(5, "", "checkout", "web", "-o", colama.path("o.raw").toString());
        assertThat(colama.path("o.raw")).doesNotExist();
    }

    @Test
    void serversThatAreNotThereAreNamed() {
        fails(2, "nbd://host:99999/disk: the port is", "checkin", "m", "nbd://host:99999/disk");
        fails(1, "/none/s: nobody answers", "checkin", "m", "nbd+unix:///disk?socket=/none/s");
        String target = colama.path("disk.qcow2").toString();
        fails(2, "nbd://host:99999/disk: the port is", "info", "nbd://host:99999/disk");
        fails(2, "nbd://host:99999/disk: the port is", "convert", "nbd://host:99999/disk", target);
        fails(1, "/none/s: nobody answers", "info", "nbd+unix:///disk?socket=/none/s");
        fails(1, "/none/s: nobody answers", "convert", "nbd+unix:///d?socket=/none/s", target);
        assertThat(colama.path("disk.qcow2")).doesNotExist();
        fails(2, "belong together", "checkin", "m", "nbd://localhost/x", "--base", "m");
        fails(2, "name the machine", "checkin", "nbd://localhost/x");
    }

    @Test
    void programsGetARecord() {
        assertThat(colama.run("show", "nope", "--json")).isEqualTo(3);
        JsonObject error =
                JsonParser.parseString(colama.err()).getAsJsonObject().getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo("not-found");
        assertThat(error.get("message").getAsString()).contains("nope");
        assertThat(colama.run("show", "--json")).isEqualTo(2);
        assertThat(colama.err()).startsWith("{\"error\":{\"code\":\"usage\"");
    }

    @Test
    void aMistakeOfOursIsOneLineWithAdvice() {
        StringWriter err = new StringWriter();
        PrintWriter writer = new PrintWriter(err, true);
        Colama root =
                new Colama(
                        writer, new TextBytes(writer), writer, Terminal.NONE, new Interruption());
        assertThat(new ErrorReport(root).report(new IllegalStateException("odd"))).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("internal error", "odd", "COLAMA_DEBUG=1");
    }
}
