package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command does what it says, for people and for programs. */
class CommandsTest {

    private static final long SIZE = 3_000_001;

    private CommandLineFixture colama;
    private String disk;

    @BeforeEach
    void twoRevisions(@TempDir Path directory) throws IOException {
        colama = new CommandLineFixture(directory);
        disk = colama.disk("disk.raw", 1, SIZE);
        colama.ok("init");
        colama.ok("checkin", "web", disk, "-m", "first", "--tag", "v1", "--author", "ada");
        colama.ok("checkin", "web", colama.disk("second.raw", 2, SIZE), "-m", "second\n\nmore");
    }

    @Test
    void checkInTellsWhatWasNewAndWhatItTook() throws IOException {
        assertThat(colama.ok("checkin", "other", disk, "--tag", "t"))
                .matches(
                        "checked in other@[0-9a-f]{12} \\(t\\): 2\\.8 MiB in 1 disk, .* read, 0 B new, "
                                + ".* added to the repository, .* s\\R");
        JsonObject record = colama.json("checkin", "third", colama.disk("d3.raw", 3, SIZE));
        assertThat(record.keySet())
                .containsExactly(
                        "machine",
                        "revision",
                        "parents",
                        "disks",
                        "bytesLogical",
                        "bytesAllocated",
                        "bytesNew",
                        "bytesStored",
                        "snapshots",
                        "seconds",
                        "warnings");
        JsonObject first = record.getAsJsonArray("disks").get(0).getAsJsonObject();
        assertThat(first.keySet())
                .containsExactly("name", "id", "bytesLogical", "bytesAllocated", "bytesNew");
        assertThat(record.get("bytesLogical").getAsLong()).isEqualTo(SIZE);
        assertThat(colama.json("show", "third").getAsJsonArray("disks").get(0).getAsJsonObject())
                .satisfies(shown -> assertThat(shown.get("id")).isEqualTo(first.get("id")));
    }

    @Test
    void checkOutBringsBackEveryByte() throws IOException {
        String raw = colama.path("o.raw").toString();
        assertThat(colama.ok("checkout", "web@v1", "-o", raw)).startsWith("checked out web@");
        assertThat(Path.of(raw)).hasSameBinaryContentAs(Path.of(disk));
        String qcow2 = colama.path("o.qcow2").toString();
        JsonObject record = colama.json("checkout", "web@v1", "-o", qcow2, "--compress");
        assertThat(record.keySet())
                .containsExactly(
                        "machine", "revision", "files", "bytesLogical", "bytesData", "seconds");
        JsonObject again = colama.json("checkin", "copy", qcow2);
        assertThat(again.get("bytesNew").getAsLong()).isZero();
        assertThat(colama.run("checkout", "web", "-o", raw, "--force")).isZero();
        assertThat(Path.of(raw)).hasSameBinaryContentAs(colama.path("second.raw"));
    }

    @Test
    void aWorkingCopyKnowsItsMachine() throws IOException {
        String work = colama.path("work").toString();
        colama.ok("checkout", "web", work);
        assertThat(colama.ok("status", work)).contains("disk0.raw  unchanged");
        Files.delete(colama.path("work/disk0.raw"));
        colama.disk("work/disk0.raw", 4, SIZE);
        assertThat(colama.ok("status", work)).contains("disk0.raw  changed");
        JsonObject record = colama.json("status", work);
        assertThat(record.keySet())
                .containsExactly("directory", "machine", "base", "headMoved", "files");
        assertThat(colama.ok("checkin", work, "-m", "changed")).startsWith("checked in web@");
        assertThat(colama.ok("log", "web")).contains("changed", "second", "first");
    }

    @Test
    void clonesTagsAndNotesAreSeenInTheLog() {
        assertThat(colama.ok("clone", "web@v1", "web-test")).contains("web@", "to web-test");
        assertThat(colama.json("clone", "web~1", "three").keySet())
                .containsExactly("machine", "revision", "from");
        assertThat(colama.ok("tag", "web", "good")).startsWith("web@good is ");
        assertThat(colama.json("tag", "web~1", "old").keySet())
                .containsExactly("machine", "tag", "revision");
        assertThat(colama.json("note", "web@v1", "-m", "seen").keySet())
                .containsExactly("machine", "revision", "by", "text");
        assertThat(colama.ok("log", "--graph").lines())
                .satisfiesExactly(
                        head ->
                                assertThat(head)
                                        .startsWith("* ")
                                        .contains("(web, web@good)")
                                        .endsWith("second"),
                        first ->
                                assertThat(first)
                                        .startsWith("* ")
                                        .contains("ada", "three", "web@v1", "web@old", "web-test")
                                        .endsWith("first"),
                        note -> assertThat(note).contains("note by", "seen"));
        assertThat(colama.ok("log", "web", "-n", "1").lines()).hasSize(1);
    }

    @Test
    void recordsOfLogAreOneToALine() {
        colama.ok("log", "web", "--json");
        assertThat(colama.out().lines()).hasSize(2);
        JsonObject view = colama.json("show", "web@v1");
        assertThat(view.keySet())
                .containsExactly(
                        "revision",
                        "machine",
                        "parents",
                        "author",
                        "time",
                        "message",
                        "source",
                        "tags",
                        "names",
                        "head",
                        "disks",
                        "definition",
                        "notes");
        assertThat(colama.out().strip()).isEqualTo(colama.ok("log", "web~1", "--json").strip());
    }

    @Test
    void showIsForPeopleToo() {
        assertThat(colama.ok("show", "web"))
                .contains("revision", "parent", "disk0", "    second", "    more");
    }

    @Test
    void listsAndCounts() {
        assertThat(colama.ok("ls")).startsWith("web  ").contains("2.8 MiB  v1  second");
        assertThat(colama.json("ls").keySet())
                .containsExactly(
                        "machine",
                        "head",
                        "title",
                        "changed",
                        "createdBy",
                        "clonedFrom",
                        "tags",
                        "disks",
                        "bytesLogical");
        assertThat(colama.ok("stats")).contains("machines", "stored", "of the disks");
        JsonObject stats = colama.json("stats");
        assertThat(stats.keySet())
                .containsExactly(
                        "repository",
                        "id",
                        "machines",
                        "revisions",
                        "bytesLogical",
                        "bytesUnique",
                        "bytesStored",
                        "bytesIndex",
                        "packs");
        assertThat(stats.get("bytesLogical").getAsLong()).isEqualTo(2 * SIZE);
    }

    @Test
    void verifySaysThatAllIsSound() {
        assertThat(colama.ok("verify")).startsWith("sound: 2 revisions");
        assertThat(colama.ok("verify", "web@v1", "--rate", "1G")).startsWith("sound: 1 revision,");
        assertThat(colama.ok("verify", "--sample", "50%", "--quiet")).isEmpty();
        assertThat(colama.json("verify").keySet())
                .containsExactly(
                        "sound",
                        "findings",
                        "lost",
                        "revisions",
                        "packs",
                        "segments",
                        "bytes",
                        "nodes");
    }

    @Test
    void aHostileMessageCannotCommandTheTerminal() {
        colama.ok("checkin", "web", disk, "-m", "\u001b[2Jgone\u202e");
        assertThat(colama.ok("log", "web", "-n", "1")).doesNotContain("\u001b", "\u202e");
        assertThat(colama.json("show", "web").get("message").getAsString()).contains("\u001b[2J");
    }

    @Test
    void helpAndCompletionKnowEveryCommand() {
        assertThat(colama.ok("help")).contains("checkin", "completion", "Exit status:");
        assertThat(colama.ok("help", "verify")).contains("--sample 5%", "Examples:");
        assertThat(colama.ok("completion")).contains("complete -F", "--allow-backing");
        Main.commandLine()
                .getSubcommands()
                .values()
                .forEach(command ->
                        assertThat(command.getCommandSpec().usageMessage().footer())
                                .as(command.getCommandName())
                                .isNotEmpty());
    }

    @Test
    void theDemoRunsItsCommands() throws IOException {
        Path samples = Path.of(System.getProperty("colama.project.root"), "samples");
        System.setProperty("colama.samples", samples.toString());
        try {
            String home = colama.path("demo").toString();
            assertThat(colama.ok("demo", home))
                    .contains("(web, web@v2)", "(web@v1, web-test)", "unchanged", "sound:")
                    .contains("$ colama --repo " + home + "/repository checkin web ");
            assertThat(colama.run("demo", home)).isEqualTo(4);
            assertThat(Files.exists(Path.of(home, "web-test", "disk0.raw"))).isTrue();
        } finally {
            System.clearProperty("colama.samples");
        }
    }

    @Test
    void convertsImagesAndTellsWhatTheyAre() throws IOException {
        String raw = colama.disk("plain.raw", 8, 3_000_320);
        String previous = raw;
        for (String format : new String[] {"vmdk", "vhdx", "vdi", "vhd", "qcow2"}) {
            String target = colama.path("disk." + format).toString();
            JsonObject made = colama.json("convert", previous, target);
            assertThat(made.get("targetFormat").getAsString()).isEqualTo(format);
            assertThat(made.get("bytesLogical").getAsLong()).isEqualTo(3_000_320);
            assertThat(colama.json("info", target).get("format").getAsString()).isEqualTo(format);
            assertThat(colama.ok("info", target)).contains("format", format, "3000320 bytes");
            previous = target;
        }
        String back = colama.path("back.raw").toString();
        assertThat(colama.ok("convert", previous, back)).contains("converted");
        assertThat(Files.mismatch(Path.of(raw), Path.of(back))).isEqualTo(-1);
        assertThat(colama.run("convert", raw, back)).as("exists already").isEqualTo(4);
        assertThat(colama.run("convert", raw, back, "--force")).isZero();
        String large = colama.path("large.raw").toString();
        try (RandomAccessFile file = new RandomAccessFile(large, "rw")) {
            file.setLength(3L << 40);
        }
        assertThat(colama.run("convert", large, colama.path("x.vhd").toString())).isEqualTo(7);
        assertThat(colama.err()).contains("at most").contains("choose another format");
    }
}
