package io.colama.guest.xfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.file.Condition;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.LoopMount;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that the kernel wrote, against what it shows of them. */
class XfsMountTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-m bigtime=1 -i nrext64=1", "-b size=1k"})
    void readsWhatTheKernelWrote(String options) throws IOException, InterruptedException {
        checkAgainstTheKernel(options);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-m crc=0 -n ftype=1",
                "-m crc=0 -n ftype=0",
                "-m crc=1",
                "-m bigtime=1 -n size=64k",
                "-s size=4k -m bigtime=0,reflink=0",
                "-i size=1024 -n size=8k"
            })
    void readsWhatTheKernelWroteInEveryVariant(String options)
            throws IOException, InterruptedException {
        checkAgainstTheKernel(options);
    }

    private void checkAgainstTheKernel(String options) throws IOException, InterruptedException {
        Path image = XfsVolumes.make(directory, options);
        SortedMap<String, String> expected;
        try (LoopMount mount = XfsVolumes.mount(image, directory)) {
            XfsVolumes.fill(mount.place());
            expected = FileTree.of(mount.place(), FileTree.Detail.ALL, path -> true);
        }
        try (BlockSource volume = BlockSources.file(image)) {
            GuestFileSystem opened = XfsFileSystem.open(volume);
            assertThat(opened.facts().condition()).isEqualTo(Condition.CLEAN);
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.ALL);
            assertThat(FileTree.difference(expected, found)).isEmpty();
            findsEachName(opened.root().child("many").orElseThrow());
        }
    }

    private static void findsEachName(FileNode many) throws IOException {
        for (int i = 0; i < XfsVolumes.NAMES; i++) {
            assertThat(many.child("a name among many " + i).isPresent()).isEqualTo(i % 3 != 0);
        }
        assertThat(many.child("..")).isEmpty();
        for (Entry entry : many.entries().subList(0, 500)) {
            assertThat(many.child(entry.name()).orElseThrow().attributes().id())
                    .isEqualTo(entry.open().attributes().id());
        }
    }

    @Test
    void keepsNamesThatAreNotUtf8AndAttributesOfAllSpaces()
            throws IOException, InterruptedException {
        Path image = XfsVolumes.make(directory, "-m crc=1");
        try (LoopMount mount = XfsVolumes.mount(image, directory)) {
            ForeignTool.require("bash")
                    .in(mount.place())
                    .run(
                            "-c",
                            "echo text >$'latin \\xe9\\xff'; mkdir d; for i in {1..400}; do :>d/$'\\x80'$i; done;"
                                    + " setfattr -n trusted.t -v 1 d; setfattr -n security.s -v 2 d");
        }
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode root = XfsFileSystem.open(volume).root();
            byte[] name = {'l', 'a', 't', 'i', 'n', ' ', (byte) 0xe9, (byte) 0xff};
            assertThat(root.child(GuestName.decode(name)).orElseThrow().attributes().sizeBytes())
                    .isEqualTo(5);
            FileNode odd = root.child("d").orElseThrow();
            assertThat(odd.entries()).hasSize(400);
            assertThat(odd.child("\udc80399")).isPresent();
            assertThat(odd.extendedAttributes()).containsOnlyKeys("security.s", "trusted.t");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m crc=0", "-m crc=1", "-l su=64k"})
    void tellsAVolumeInUseFromOneThatWasClosed(String options)
            throws IOException, InterruptedException {
        Path image = XfsVolumes.make(directory, options);
        Path copy = directory.resolve("copy");
        assertThat(condition(image)).isEqualTo(Condition.CLEAN);
        for (int round = 0; round < 3; round++) {
            try (LoopMount mount = XfsVolumes.mount(image, directory)) {
                Path sub = Files.createDirectory(mount.place().resolve("d" + round));
                for (int i = 0; i < 300; i++) {
                    Files.writeString(sub.resolve("file" + i), "text" + i);
                }
                ForeignTool.require("sync").run("-f", mount.place());
                ForeignTool.require("cp").run("--sparse=always", image, copy);
            }
            assertThat(condition(copy)).isEqualTo(Condition.POSSIBLY_STALE);
            assertThat(condition(image)).isEqualTo(Condition.CLEAN);
            try (BlockSource volume = BlockSources.file(copy)) {
                for (int i = 0; i < round; i++) {
                    FileNode sub = XfsFileSystem.open(volume).root().child("d" + i).orElseThrow();
                    assertThat(sub.child("file299")).isPresent();
                }
            }
        }
        if (!options.contains("crc=0")) {
            ForeignTool.require("xfs_db").run("-x", "-c", "logformat -c 7", image);
            assertThat(condition(image)).isEqualTo(Condition.CLEAN);
        }
    }

    private static Condition condition(Path image) throws IOException {
        try (BlockSource volume = BlockSources.file(image)) {
            return XfsFileSystem.open(volume).facts().condition();
        }
    }

    @Test
    void walksTheNamesWhereTheHashesAreBroken() throws IOException, InterruptedException {
        Path image = XfsVolumes.small(directory, "-m crc=1");
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        int broken = 0;
        for (int at = 0; at < bytes.length; at += 4096) {
            int magic = all.getShort(at + 8) & 0xffff;
            if (magic == 0x3df1 || magic == 0x3dff || magic == 0x3ebe) {
                all.putShort(at + 8, (short) 0);
                broken++;
            }
        }
        assertThat(broken).isPositive();
        FileNode wide =
                XfsFileSystem.open(BlockSources.of(bytes)).root().child("400").orElseThrow();
        assertThat(wide.child("a name of some length for a leaf 399")).isPresent();
        assertThat(wide.child("a name of some length for a leaf 400")).isEmpty();
    }

    @Tag("slow")
    @Test
    void findsNamesAmongAHundredThousandAtOnce() throws IOException, InterruptedException {
        Path image = XfsVolumes.make(directory, "-m crc=1");
        try (LoopMount mount = XfsVolumes.mount(image, directory)) {
            for (int i = 0; i < 100_000; i++) {
                Files.createFile(mount.place().resolve("a name among many " + i));
            }
        }
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode root = XfsFileSystem.open(volume).root();
            assertThat(root.entries()).hasSize(100_000);
            for (int i = 0; i < 100_000; i += 9_973) {
                assertThat(root.child("a name among many " + i)).isPresent();
            }
            long before = System.nanoTime();
            FileNode fresh = XfsFileSystem.open(volume).root();
            assertThat(fresh.child("a name among many 77777")).isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofMillis(50));
            assertThat(root.child("a name among many 100000")).isEmpty();
        }
    }
}
