package io.colama.testkit.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReplayTest {

    private static final Seed SEED = Seed.of(20261121);
    private static final int STATES = 400;

    @TempDir Path directory;
    private CrashFileSystem disk;
    private Path root;

    @BeforeEach
    void record() throws IOException {
        disk = CrashFileSystem.over(directory);
        root = disk.root();
    }

    private static byte[] content(String name) {
        return (name + "\n").repeat(3000).getBytes(US_ASCII);
    }

    private static void write(Path file, byte[] bytes, boolean force) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            while (source.hasRemaining()) {
                channel.write(source.limit(Math.min(bytes.length, source.position() + 5000)));
                source.limit(bytes.length);
            }
            if (force) {
                channel.force(true);
            }
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Puts some files under their final names, the way that the parameters say, and acknowledges
     * each.
     */
    private void publish(boolean forceFile, boolean forceDirectory, boolean link)
            throws IOException {
        Path tmp = Files.createDirectory(root.resolve("tmp"));
        Path packs = Files.createDirectory(root.resolve("packs"));
        force(root);
        for (String name : List.of("a", "b", "c", "d")) {
            write(tmp.resolve(name), content(name), forceFile);
            if (link) {
                Files.createLink(packs.resolve(name), tmp.resolve(name));
                Files.delete(tmp.resolve(name));
            } else {
                Files.move(tmp.resolve(name), packs.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
            if (forceDirectory) {
                force(packs);
            }
            disk.mark(name);
        }
    }

    private static void namedFilesAreWhole(Path state, CrashPoint point) throws IOException {
        if (!Files.exists(state.resolve("packs"))) {
            return;
        }
        try (Stream<Path> files = Files.list(state.resolve("packs"))) {
            for (Path file : files.toList()) {
                assertThat(Files.readAllBytes(file))
                        .isEqualTo(content(file.getFileName().toString()));
            }
        }
    }

    private static void acknowledgedFilesAreThere(Path state, CrashPoint point) {
        for (String name : point.marks()) {
            assertThat(state.resolve("packs").resolve(name)).hasBinaryContent(content(name));
        }
    }

    private int replay(CrashReplay.Check check) throws IOException {
        return CrashReplay.of(disk.log()).forEachState(SEED, STATES, check);
    }

    @Test
    void neverTearsAFileThatIsForcedThenRenamedThenItsDirectoryForced() throws IOException {
        publish(true, true, false);
        int states =
                replay((state, point) -> {
                    namedFilesAreWhole(state, point);
                    acknowledgedFilesAreThere(state, point);
                });
        assertThat(states).isBetween(200, STATES);
    }

    @Test
    void neverTearsAFileThatIsForcedThenLinkedThenItsDirectoryForced() throws IOException {
        publish(true, true, true);
        replay((state, point) -> {
            namedFilesAreWhole(state, point);
            acknowledgedFilesAreThere(state, point);
        });
    }

    @Test
    void catchesARenameBeforeTheFileIsForced() throws IOException {
        publish(false, true, false);
        assertThatThrownBy(() -> replay(CrashReplayTest::namedFilesAreWhole))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("after operation ")
                .hasMessageContaining(SEED.toString());
    }

    @Test
    void catchesAnAcknowledgementBeforeTheDirectoryIsForced() throws IOException {
        publish(true, false, false);
        replay(CrashReplayTest::namedFilesAreWhole);
        assertThatThrownBy(() -> replay(CrashReplayTest::acknowledgedFilesAreThere))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesADirectoryWhoseParentIsNotForced() throws IOException {
        Path packs = Files.createDirectory(root.resolve("packs"));
        write(packs.resolve("a"), content("a"), true);
        force(packs);
        disk.mark("a");
        assertThatThrownBy(() -> replay(CrashReplayTest::acknowledgedFilesAreThere))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesAReplacementThatDeletesFirst() throws IOException {
        write(root.resolve("new"), content("new"), true);
        write(root.resolve("head"), content("old"), true);
        force(root);
        disk.mark("ready");
        Files.move(root.resolve("new"), root.resolve("head"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> replay(CrashReplayTest::headIsThere))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("delete head");
    }

    @Test
    void showsOldOrNewAfterAnAtomicReplacement() throws IOException {
        write(root.resolve("new"), content("new"), true);
        write(root.resolve("head"), content("old"), true);
        force(root);
        disk.mark("ready");
        Files.move(root.resolve("new"), root.resolve("head"), StandardCopyOption.ATOMIC_MOVE);
        replay(CrashReplayTest::headIsThere);
        assertThat(collect(SEED, STATES).values().stream().distinct().count()).isGreaterThan(4);
    }

    private static void headIsThere(Path state, CrashPoint point) throws IOException {
        if (point.reached("ready")) {
            assertThat(Files.readString(state.resolve("head"))).containsAnyOf("old", "new");
        }
    }

    @Test
    void givesTheNameToOneOfTwoWhoCreateIt() throws IOException {
        write(root.resolve("1"), content("1"), true);
        write(root.resolve("2"), content("2"), true);
        force(root);
        Files.createLink(root.resolve("ref"), root.resolve("1"));
        assertThatThrownBy(() -> Files.createLink(root.resolve("ref"), root.resolve("2")))
                .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
        force(root);
        disk.mark("taken");
        Files.delete(root.resolve("1"));
        replay((state, point) -> {
            if (point.reached("taken")) {
                assertThat(state.resolve("ref")).hasBinaryContent(content("1"));
            }
        });
        assertThat(disk.log().operations()).filteredOn(o -> o instanceof Operation.Link).hasSize(1);
    }

    @Test
    void keepsBothNamesOfALinkedFileOneFile() throws IOException {
        write(root.resolve("1"), content("1"), false);
        Files.createLink(root.resolve("2"), root.resolve("1"));
        force(root);
        replay((state, point) -> {
            if (Files.exists(state.resolve("2"))) {
                assertThat(Files.isSameFile(state.resolve("1"), state.resolve("2"))).isTrue();
            }
        });
    }

    @Test
    void losesTearsAndZeroesUnsyncedBytesAtSectors() throws IOException {
        Path file = root.resolve("f");
        write(file, "x".repeat(4096).getBytes(US_ASCII), true);
        force(root);
        disk.mark("ready");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("y".repeat(4096).getBytes(US_ASCII)), 2048);
        }
        List<String> seen = new ArrayList<>();
        replay((state, point) -> {
            if (point.reached("ready")) {
                String text = Files.readString(state.resolve("f"), US_ASCII);
                assertThat(text.substring(0, 2048)).isEqualTo("x".repeat(2048));
                for (int at = 2048; at < text.length(); at += 512) {
                    assertThat(text.substring(at, at + 512).chars().distinct().count()).isOne();
                }
                seen.add(text.replaceAll("(.)\\1{511}", "$1").replace('\0', '0'));
            }
        });
        assertThat(seen).contains("xxxxxxxx", "xxxxyyyyyyyy", "xxxxxxxx0000");
        assertThat(seen).anyMatch(text -> text.matches("x{5,}y.*|xxxxy.*x.*"));
        assertThat(seen)
                .anyMatch(text -> text.matches("xxxxy{1,7}x{0,3}0*") && !text.endsWith("yyyyyyyy"));
    }

    @Test
    void neverMakesUpForAFailedForce() throws IOException {
        Path file = root.resolve("f");
        write(file, new byte[0], true);
        force(root);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content("lost")));
            disk.faults().failForce(1);
            assertThatThrownBy(() -> channel.force(true)).isInstanceOf(IOException.class);
            channel.force(true);
        }
        disk.mark("forced at last");
        assertThatThrownBy(() ->
                        replay((state, point) -> {
                            if (point.reached("forced at last")) {
                                assertThat(state.resolve("f")).hasBinaryContent(content("lost"));
                            }
                        }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void beginsWithWhatWasThere() throws IOException {
        write(directory.resolve("before"), content("before"), false);
        disk = CrashFileSystem.over(directory);
        write(disk.root().resolve("after"), content("after"), false);
        replay((state, point) ->
                assertThat(state.resolve("before")).hasBinaryContent(content("before")));
    }

    @Test
    void movesDirectoriesWhole() throws IOException {
        Path a = Files.createDirectories(root.resolve("a"));
        Path b = Files.createDirectories(root.resolve("b"));
        write(a.resolve("f"), content("f"), true);
        force(a);
        force(root);
        disk.mark("ready");
        Files.move(a, b.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
        replay((state, point) -> {
            if (point.reached("ready")) {
                boolean old = Files.exists(state.resolve("a/f"));
                boolean moved = Files.exists(state.resolve("b/a/f"));
                assertThat(old ^ moved).isTrue();
            }
        });
    }

    @Test
    void losesNamesOfADirectoryFromTheEndOnly() throws IOException {
        List<String> names = List.of("0", "1", "2", "3", "4", "5", "6", "7");
        for (String name : names) {
            Files.createFile(root.resolve(name));
        }
        List<Integer> seen = new ArrayList<>();
        replay((state, point) -> {
            long there = names.stream().filter(n -> Files.exists(state.resolve(n))).count();
            for (int i = 0; i < names.size(); i++) {
                assertThat(Files.exists(state.resolve(names.get(i)))).isEqualTo(i < there);
            }
            seen.add((int) there);
        });
        assertThat(seen).contains(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void keepsOneOfBothNamesAcrossDirectoriesWhateverIsForced() throws IOException {
        Path from = Files.createDirectory(root.resolve("from"));
        Path to = Files.createDirectory(root.resolve("to"));
        force(root);
        write(from.resolve("f"), content("f"), true);
        force(from);
        disk.mark("ready");
        Files.move(from.resolve("f"), to.resolve("f"), StandardCopyOption.ATOMIC_MOVE);
        disk.mark("renamed");
        force(from);
        disk.mark("forced");
        Set<String> seen = new TreeSet<>();
        replay((state, point) -> {
            boolean old = Files.exists(state.resolve("from/f"));
            boolean now = Files.exists(state.resolve("to/f"));
            assertThat(old || now || !point.reached("ready")).isTrue();
            assertThat(old && point.reached("forced")).isFalse();
            seen.add((old ? "from " : "") + (now ? "to" : ""));
        });
        assertThat(seen).contains("from ", "to", "from to");
    }

    @Test
    void makesTheSameStatesFromTheSameSeed() throws IOException {
        publish(false, false, false);
        assertThat(collect(SEED, 100)).isEqualTo(collect(SEED, 100));
        assertThat(collect(SEED, 100)).isNotEqualTo(collect(SEED.part(1), 100));
    }

    @Test
    void replaysALogOfSomeMegabytesInSeconds() throws IOException {
        Path packs = Files.createDirectory(root.resolve("packs"));
        for (int i = 0; i < 20; i++) {
            byte[] pack = RandomDisk.of(SEED.part(i), 400_000).bytes();
            write(packs.resolve("tmp"), pack, i % 4 != 0);
            Files.move(
                    packs.resolve("tmp"),
                    packs.resolve("pack" + i),
                    StandardCopyOption.ATOMIC_MOVE);
            force(packs);
        }
        long start = System.nanoTime();
        int states = replay((state, point) -> assertThat(state).isDirectory());
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(states).isGreaterThan(300);
        assertThat(taken).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void spreadsFewStatesOverTheWholeLog() throws IOException {
        publish(true, true, false);
        List<Integer> points = new ArrayList<>();
        CrashReplay.of(disk.log())
                .forEachState(SEED, 9, (state, point) -> points.add(point.operations()));
        assertThat(points).hasSize(9).isSorted().startsWith(0).endsWith(disk.log().size());
    }

    /** Every state as text, by its crash point. */
    private Map<String, String> collect(Seed seed, int states) throws IOException {
        Map<String, String> all = new TreeMap<>();
        CrashReplay.of(disk.log())
                .forEachState(
                        seed,
                        states,
                        (state, point) ->
                                all.put(
                                        point.operations() + point.variant(),
                                        Trees.describe(state)));
        return all;
    }
}
