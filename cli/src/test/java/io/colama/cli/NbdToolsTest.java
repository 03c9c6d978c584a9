package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other people's clients on disks that the program serves. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class NbdToolsTest {

    private static final int SIZE = 8 << 20;
    private static final int BLOCK = 65_536;
    private static final String SINCE = "qemu:dirty-bitmap:since-";

    @TempDir private Path directory;
    private CommandLineFixture line;
    private byte[] first;
    private byte[] second;

    @BeforeEach
    void checkInTwice() throws IOException {
        line = new CommandLineFixture(directory);
        line.ok("init");
        RandomDisk disk = RandomDisk.of(Seed.of(5), SIZE);
        first = disk.bytes();
        second = first.clone();
        Arrays.fill(second, 3 * BLOCK, 4 * BLOCK, (byte) 0x5a);
        Files.write(line.path("one.raw"), first);
        Files.write(line.path("two.raw"), second);
        String tail = "--no-inspect";
        line.ok("checkin", "web", line.path("one.raw").toString(), "--tag", "v1", tail);
        line.ok("checkin", "web", line.path("two.raw").toString(), tail);
    }

    @Test
    void areToldNamesSizesAndWhatHasChanged() throws IOException, InterruptedException {
        ForeignTool info = ForeignTool.require("nbdinfo");
        try (ServerProcess server = ServerProcess.start(line, "nbd")) {
            assertThat(info.run("--list", server.uri("")))
                    .contains("export=\"web/disk0\"", "export=\"web@v1/disk0\"");
            JsonObject about =
                    JsonParser.parseString(info.run("--json", server.uri("web/disk0")))
                            .getAsJsonObject();
            JsonObject export = about.getAsJsonArray("exports").get(0).getAsJsonObject();
            assertThat(export.get("export-size").getAsLong()).isEqualTo(SIZE);
            assertThat(export.get("is_read_only").getAsBoolean()).isTrue();
            assertThat(export.get("can_multi_conn").getAsBoolean()).isTrue();
            String map = info.run("--map=" + SINCE + "v1", server.uri("web/disk0"));
            assertThat(dirty(map)).isBetween((long) BLOCK, 4L * BLOCK);
            assertThat(info.run("--map=qemu:allocation-depth", server.uri("web")))
                    .contains("local");
            for (String wrong : List.of("none", "web/disk1", "web@v9/disk0", "web~9", "../web")) {
                assertThat(info.tryRun(server.uri(wrong)).exitCode()).as(wrong).isNotZero();
            }
        }
    }

    private static long dirty(String map) {
        return map.lines()
                .map(one -> one.strip().split("\\s+"))
                .filter(words -> words[2].equals("1"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    @Test
    void areToldWhatIsZeroAndWhatIsNot() throws IOException, InterruptedException {
        ForeignTool info = ForeignTool.require("nbdinfo");
        try (ServerProcess server = ServerProcess.start(line, "nbd")) {
            long end = 0;
            boolean zeros = false;
            for (String one : info.run("--map", server.uri("web")).lines().toList()) {
                String[] words = one.strip().split("\\s+");
                assertThat(Long.parseLong(words[0])).isEqualTo(end);
                int begin = (int) end;
                end += Long.parseLong(words[1]);
                if ((Integer.parseInt(words[2]) & 2) != 0) {
                    zeros = true;
                    assertThat(Arrays.copyOfRange(second, begin, (int) end)).containsOnly(0);
                }
            }
            assertThat(end).isEqualTo(SIZE);
            assertThat(zeros).as("the disk has zeros, and they are told").isTrue();
            assertThat(info.run("--map", "--totals", server.uri("web")))
                    .contains("data")
                    .contains("hole,zero");
            assertThat(dirty(info.run("--map=" + SINCE + "v1", server.uri("web@v1")))).isZero();
            String unknown = info.tryRun("--map=" + SINCE + "none", server.uri("web")).errors();
            assertThat(unknown).contains(SINCE + "none");
        }
    }

    @Test
    void readAndWriteAsFastAsTheyCan() throws IOException, InterruptedException {
        ForeignTool image = ForeignTool.require("qemu-img");
        String[] bench = {"bench", "-f", "raw", "-c", "2000", "-d", "32", "-s", "4096"};
        try (ServerProcess server = ServerProcess.start(line, "nbd", "web", "--writable")) {
            List<Object> reads = new ArrayList<>(List.of(bench));
            List<Object> writes = new ArrayList<>(List.of(bench));
            writes.addAll(List.of("-w", "--pattern=170", "--flush-interval=500"));
            for (List<Object> words : List.of(reads, writes)) {
                words.add(server.uri("disk0"));
                assertThat(image.run(words.toArray())).contains("Run completed");
            }
            Arrays.fill(second, 0, 2000 * 4096, (byte) 170);
            Files.write(line.path("expected"), second);
            Path expected = line.path("expected");
            image.run("compare", "-f", "raw", "-F", "raw", server.uri("disk0"), expected);
        }
    }

    @Test
    void copyEveryRevisionByteForByte() throws IOException, InterruptedException {
        ForeignTool copy = ForeignTool.require("nbdcopy");
        ForeignTool image = ForeignTool.require("qemu-img");
        try (ServerProcess server = ServerProcess.start(line, "nbd")) {
            copy.run(server.uri("web@v1/disk0"), line.path("one.copy"));
            copy.run(server.uri("web"), line.path("two.copy"));
            image.run("compare", "-f", "raw", "-F", "raw", server.uri("web"), line.path("two.raw"));
            image.run("convert", "-f", "raw", server.uri("web@v1"), "-O", "qcow2", line.path("q"));
            image.run("compare", line.path("q"), "-F", "raw", line.path("one.raw"));
        }
        assertThat(line.path("one.copy")).hasBinaryContent(first);
        assertThat(line.path("two.copy")).hasBinaryContent(second);
    }

    @Test
    void writeIntoASessionWhichIsCheckedInByteForByte() throws IOException, InterruptedException {
        ForeignTool io = ForeignTool.require("qemu-io");
        ForeignTool image = ForeignTool.require("qemu-img");
        Files.write(line.path("copy.raw"), second);
        try (ServerProcess server = ServerProcess.start(line, "nbd", "web", "--writable")) {
            for (Object disk : List.of(server.uri("web-1/disk0"), line.path("copy.raw"))) {
                io.run(
                        "-f",
                        "raw",
                        "-c",
                        "write -P 0x11 1000 5000",
                        "-c",
                        "write -f -P 0x22 1M 2M",
                        "-c",
                        "write -z 3M 1234567",
                        "-c",
                        "write -z -u 64k 64k",
                        "-c",
                        "flush",
                        "-c",
                        "read -P 0x22 1M 2M",
                        disk);
            }
            image.run(
                    "compare",
                    "-f",
                    "raw",
                    "-F",
                    "raw",
                    server.uri("disk0"),
                    line.path("copy.raw"));
            JsonObject one = line.json("session", "ls");
            assertThat(one.get("name").getAsString()).isEqualTo("web-1");
            assertThat(one.get("inUse").getAsBoolean()).isTrue();
            assertThat(line.run("session", "discard", "web-1")).isNotZero();
            assertThat(line.err()).contains("in use");
        }
        line.ok("session", "checkin", "web-1", "-m", "written", "--no-inspect");
        assertThat(line.ok("session", "ls")).isEmpty();
        try (ServerProcess server = ServerProcess.start(line, "nbd", "web")) {
            Path whole = line.path("copy.raw");
            image.run("compare", "-f", "raw", "-F", "raw", server.uri(""), whole);
        }
    }

    @Test
    void verifyWhatTheyHaveWrittenAtRandom() throws IOException, InterruptedException {
        ForeignTool fio = ForeignTool.require("fio").in(directory);
        assumeTrue(fio.run("--enghelp").contains("nbd"), "this fio has no engine for NBD");
        try (ServerProcess server = ServerProcess.start(line, "nbd", "web", "--writable")) {
            fio.run(
                    "--name=random",
                    "--ioengine=nbd",
                    "--uri=" + server.uri("disk0"),
                    "--rw=randwrite",
                    "--bsrange=512-128k",
                    "--blockalign=512",
                    "--size=" + SIZE,
                    "--iodepth=16",
                    "--verify=crc32c",
                    "--verify_fatal=1",
                    "--verify_state_save=0",
                    "--randseed=7");
        }
    }
}
