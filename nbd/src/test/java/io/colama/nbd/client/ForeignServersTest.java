package io.colama.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other people's servers offer, and how they fail. */
class ForeignServersTest {

    @TempDir Path directory;

    private static NbdSource connect(ServerProcess server) throws IOException {
        return NbdSource.connect(server.uri(""), NbdOptions.defaults());
    }

    private static byte[] all(BlockSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.read(0, bytes);
        return bytes.array();
    }

    private static List<Run> runs(BlockSource source) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (RunWalk walk = RunWalk.of(source, 0, source.size()); walk.advance(); ) {
            runs.add(walk.run());
        }
        return runs;
    }

    @Test
    void findsTheDataThatOthersFind() throws Exception {
        Path copy = directory.resolve("copy");
        try (ServerProcess server =
                        ServerProcess.nbdkit(
                                directory,
                                "sparse-random",
                                "size=64M",
                                "percent=10",
                                "runlength=65536",
                                "seed=7");
                NbdSource source = connect(server)) {
            ForeignTool.require("nbdcopy").run(server.uri(""), copy);
            assertThat(Arrays.mismatch(all(source), Files.readAllBytes(copy))).isEqualTo(-1);
            String map = ForeignTool.require("nbdinfo").run("--map", server.uri(""));
            List<String> expected =
                    map.lines()
                            .map(line -> line.strip().split(" +"))
                            .map(one -> one[0] + " " + one[1] + (one[2].equals("0") ? "" : " zero"))
                            .toList();
            Stream<String> found =
                    runs(source).stream()
                            .map(run ->
                                    run.offset()
                                            + " "
                                            + run.length()
                                            + (run.isData() ? "" : " zero"));
            assertThat(found.toList()).isEqualTo(expected).hasSizeGreaterThan(3);
        }
    }

    @Test
    void walksADiskOfManyTebibytes() throws Exception {
        try (ServerProcess server = ServerProcess.nbdkit(directory, "memory", "8000000000G");
                NbdSource source = connect(server)) {
            assertThat(source.size()).isEqualTo(8_000_000_000L << 30);
            assertThat(source.runAt(source.size() - 1).length()).isEqualTo(1);
            assertThat(source.runAt(0).kind()).isEqualTo(Run.Kind.HOLE);
            ByteBuffer last = ByteBuffer.allocate(100);
            source.read(source.size() - 100, last);
            assertThat(last.hasRemaining()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-sr", "--mask-handshake=0", "--mask-handshake=1"})
    void readsFromOldServers(String option) throws Exception {
        try (ServerProcess server =
                        ServerProcess.nbdkit(directory, option, "pattern", "size=3000008");
                NbdSource source = connect(server)) {
            assertThat(source.tellsAllocation()).isEqualTo(option.endsWith("=1"));
            ByteBuffer bytes = ByteBuffer.wrap(all(source));
            for (int at = 0; at < source.size(); at += 8) {
                assertThat(bytes.getLong(at)).isEqualTo(at);
            }
            assertThat(runs(source)).containsExactly(new Run(0, source.size(), Run.Kind.DATA));
        }
    }

    @Test
    void refusesTheOldstyleProtocol() throws Exception {
        try (ServerProcess server = ServerProcess.nbdkit(directory, "--oldstyle", "memory", "1M")) {
            assertThatThrownBy(() -> connect(server))
                    .isInstanceOf(NbdException.Unsupported.class)
                    .hasMessageContaining("oldstyle");
        }
    }

    @Test
    void readsTheLastPartOfABlockFromWhoAllowsIt() throws Exception {
        byte[] bytes = new byte[100_001];
        Seed.of(4).random().nextBytes(bytes);
        Path disk = Files.write(directory.resolve("disk"), bytes);
        try (ServerProcess server =
                        ServerProcess.nbdkit(
                                directory,
                                "--filter=blocksize-policy",
                                "file",
                                disk,
                                "blocksize-minimum=4096");
                NbdSource source = connect(server)) {
            assertThat(Arrays.mismatch(all(source), bytes)).isEqualTo(-1);
            ByteBuffer last = ByteBuffer.allocate(1);
            source.read(100_000, last);
            assertThat(last.get(0)).isEqualTo(bytes[100_000]);
        }
    }

    @Test
    void tellsAFailureAndGoesOn() throws Exception {
        Path broken = directory.resolve("broken");
        try (ServerProcess server =
                        ServerProcess.nbdkit(
                                directory,
                                "--filter=error",
                                "memory",
                                "4M",
                                "error-pread=EIO",
                                "error-pread-rate=100%",
                                "error-pread-file=" + broken);
                NbdSource source = connect(server)) {
            Files.createFile(broken);
            assertThatThrownBy(() -> source.read(4096, ByteBuffer.allocate(3 << 20)))
                    .isInstanceOf(NbdException.Failed.class)
                    .hasMessageContaining("EIO")
                    .hasMessageContaining(": READ of 262144 bytes at 0x")
                    .hasMessageStartingWith("nbd+unix:");
            Files.delete(broken);
            source.read(4096, ByteBuffer.allocate(3 << 20));
        }
    }

    @Test
    void saysFarewell() throws Exception {
        try (ServerProcess server =
                ServerProcess.nbdkit(directory, "--filter=exitlast", "memory", "1M")) {
            NbdSource source = connect(server);
            source.close();
            assertThat(server.hasEnded()).isTrue();
        }
    }

    @Test
    void namesAnExportThatIsNotThere() throws Exception {
        Path disk = Files.write(directory.resolve("disk"), new byte[4096]);
        try (ServerProcess server =
                ServerProcess.qemu(directory, "-r", "-f", "raw", "-x", "here", disk)) {
            assertThatThrownBy(() -> NbdSource.connect(server.uri("there"), NbdOptions.defaults()))
                    .isInstanceOf(NbdException.Absent.class)
                    .hasMessageContaining("\"there\"");
            NbdSource.connect(server.uri("here"), NbdOptions.defaults()).close();
        }
    }

    @Test
    void saysWhereNobodyAnswers() {
        assertThatThrownBy(() ->
                        NbdSource.connect(
                                NbdUri.parse("nbd+unix:///?socket=" + directory.resolve("none")),
                                NbdOptions.defaults()))
                .isInstanceOf(NbdException.Unreachable.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() ->
                        NbdSource.connect(
                                NbdUri.parse("nbd://localhost:1/"), NbdOptions.defaults()))
                .isInstanceOf(NbdException.Unreachable.class)
                .hasMessageContaining("localhost:1");
        assertThatThrownBy(() ->
                        NbdSource.connect(
                                NbdUri.parse("nbd://host.invalid/"), NbdOptions.defaults()))
                .isInstanceOf(NbdException.Unreachable.class)
                .hasMessageContaining("host.invalid");
    }

    @Test
    void readsWhatADirtyBitmapMarks() throws Exception {
        Seed seed = Seed.of(3);
        RandomGenerator random = seed.random();
        Path image = directory.resolve("image.qcow2");
        ForeignTool img = ForeignTool.require("qemu-img");
        ForeignTool io = ForeignTool.require("qemu-io");
        img.run("create", "-f", "qcow2", image, "64M");
        io.run("-c", "write -P 1 0 8M", image);
        img.run("bitmap", "--add", "--enable", image, "since");
        List<Long> written = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long at = random.nextLong(1000) << 16;
            written.add(at);
            io.run("-c", "write -P 2 " + at + " 64k", image);
        }
        try (ServerProcess server =
                ServerProcess.qemu(directory, "-r", "-B", "since", "-f", "qcow2", image)) {
            NbdOptions options = NbdOptions.defaults().withDirtyBitmap("since");
            try (NbdSource source = NbdSource.connect(server.uri(""), options)) {
                List<Run> changes = source.changes();
                assertThat(changes.stream().mapToLong(Run::length).sum())
                        .as("%s", seed)
                        .isEqualTo(written.stream().distinct().count() << 16);
                for (long at : written) {
                    assertThat(changes).anyMatch(run -> run.offset() <= at && at < run.end());
                }
                assertThat(source.contexts())
                        .containsExactly("base:allocation", "qemu:dirty-bitmap:since");
                assertThat(source.runAt(0).isData()).isTrue();
            }
            NbdOptions wrong = NbdOptions.defaults().withDirtyBitmap("never");
            assertThatThrownBy(() -> NbdSource.connect(server.uri(""), wrong))
                    .isInstanceOf(NbdException.Absent.class)
                    .hasMessageContaining("qemu:dirty-bitmap:never");
        }
    }

    @Test
    void failsWithTheServerInTheMiddleOfARead() throws Exception {
        try (ServerProcess server =
                        ServerProcess.nbdkit(
                                directory, "--filter=delay", "memory", "64M", "rdelay=10");
                NbdSource source = connect(server)) {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            Thread.sleep(200);
                            server.kill();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(1 << 20)))
                    .isInstanceOf(NbdException.Lost.class);
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(NbdException.Lost.class);
        }
    }

    @Test
    void goesOnWithAServerThatHasCome() throws Exception {
        Object[] arguments = {"pattern", "size=8M"};
        NbdOptions options = NbdOptions.defaults().withReconnect(8);
        try (ServerProcess first = ServerProcess.nbdkit(directory, arguments);
                NbdSource source = NbdSource.connect(first.uri(""), options)) {
            byte[] before = all(source);
            first.kill();
            Files.deleteIfExists(directory.resolve("nbdkit.sock"));
            try (ServerProcess _ = ServerProcess.nbdkit(directory, arguments)) {
                assertThat(Arrays.mismatch(all(source), before)).isEqualTo(-1);
            }
        }
    }

    @Test
    void usesSeveralConnectionsWhereTheServerAllowsThem() throws Exception {
        try (ServerProcess server =
                        ServerProcess.nbdkit(
                                directory, "--filter=delay", "memory", "64M", "rdelay=50ms");
                NbdSource source = connect(server)) {
            source.read(0, ByteBuffer.allocate(32 << 20));
            source.read(0, ByteBuffer.allocate(32 << 20));
            assertThat(source.connections()).isEqualTo(4);
        }
        try (ServerProcess server =
                        ServerProcess.nbdkit(
                                directory,
                                "--filter=multi-conn",
                                "memory",
                                "64M",
                                "multi-conn-mode=disable");
                NbdSource source = connect(server)) {
            source.read(0, ByteBuffer.allocate(32 << 20));
            assertThat(source.connections()).isEqualTo(1);
        }
    }

    @Test
    void doesNotWaitForFurtherConnectionsThatAreNotAnswered() throws Exception {
        Path disk = Files.write(directory.resolve("disk"), new byte[1 << 20]);
        try (ServerProcess server =
                        ServerProcess.qemu(directory, "-r", "--shared=2", "-f", "raw", disk);
                NbdSource source = connect(server)) {
            for (int i = 0; i < 20; i++) {
                source.read(0, ByteBuffer.allocate(1 << 20));
            }
            assertThat(source.connections()).isBetween(1, 2);
        }
    }
}
