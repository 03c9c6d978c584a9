package io.colama.guest.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.guest.file.Condition;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.LoopMount;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes that the kernel wrote, against what it shows of them. */
class BtrfsMountTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"zstd, -n 16k", "zlib, -O ^no-holes -n 4k", "lzo, --csum sha256"})
    void readsWhatTheKernelWrote(String compression, String options)
            throws IOException, InterruptedException {
        check(compression, options);
    }

    @ParameterizedTest
    @CsvSource({"no, --csum xxhash -m single", "zstd, --csum blake2 --mixed -n 4k"})
    @Tag("slow")
    void readsMoreThatTheKernelWrote(String compression, String options)
            throws IOException, InterruptedException {
        check(compression, options);
    }

    private void check(String compression, String options)
            throws IOException, InterruptedException {
        Path image = BtrfsVolumes.make(directory, (Object[]) options.split(" "));
        String method = compression.equals("no") ? "noatime" : "compress-force=" + compression;
        SortedMap<String, String> expected;
        try (LoopMount mount = BtrfsVolumes.mount(image, directory, method)) {
            BtrfsVolumes.fill(mount.place());
            expected = FileTree.of(mount.place(), FileTree.Detail.ALL, path -> true);
        }
        try (BlockSource volume = BlockSources.file(image)) {
            BtrfsFileSystem opened = BtrfsFileSystem.open(volume);
            assertThat(opened.facts().condition()).isEqualTo(Condition.CLEAN);
            assertThat(opened.home()).isEqualTo("sub/d/e/inner");
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.ALL);
            // the kernel makes up times and modes of what a snapshot has in a subvolume's place
            for (String absent :
                    List.of("/all-snapshot/sub", "/sub-snapshot/d/e/inner", "/all-snapshot")) {
                assertThat(found).containsKey(absent);
                expected.remove(absent);
                found.remove(absent);
            }
            List<String> snapshots = List.of("/all-snapshot/sub-snapshot", "/all-snapshot/sub");
            found.keySet().removeAll(snapshots);
            expected.keySet().removeAll(snapshots);
            assertThat(FileTree.difference(expected, found)).isEmpty();
            checkSubvolumes(opened);
            checkNames(opened.root());
        }
    }

    private static void checkSubvolumes(BtrfsFileSystem opened) throws IOException {
        List<Subvolume> all = opened.subvolumes();
        assertThat(all)
                .extracting(Subvolume::path)
                .containsExactly("sub", "sub/d/e/inner", "sub-snapshot", "all-snapshot");
        assertThat(all).extracting(Subvolume::isSnapshot).containsExactly(false, false, true, true);
        assertThat(all)
                .extracting(Subvolume::isReadOnly)
                .containsExactly(false, false, true, false);
        assertThat(all.get(2).origin()).isEqualTo(all.getFirst().uuid());
    }

    private static void checkNames(FileNode root) throws IOException {
        // a snapshot has the same inodes by number, which are other files
        FileNode file = root.child("soft-700").orElseThrow();
        FileNode again = root.child("all-snapshot").orElseThrow().child("soft-700").orElseThrow();
        assertThat(again.attributes().id()).isNotEqualTo(file.attributes().id());
        FileNode wide = root.child("wide").orElseThrow();
        for (int i = 0; i < 2_000; i += 7) {
            assertThat(wide.child("a file with a number, " + i)).isPresent();
        }
        assertThat(wide.child("a file with a number, 2000")).isEmpty();
        assertThat(wide.child("..")).isEmpty();
        BlockSource sparse = root.child("sparse").orElseThrow().content();
        assertThat(sparse.runAt(1 << 20).kind()).isEqualTo(Run.Kind.HOLE);
        BlockSource prepared = root.child("prepared").orElseThrow().content();
        assertThat(prepared.runAt(0)).isEqualTo(new Run(0, 3_000_000, Run.Kind.ZERO));
    }

    @Test
    void keepsNamesThatAreNotUtf8AndNamesOfOneHashAndAllAttributes()
            throws IOException, InterruptedException {
        Path image = BtrfsVolumes.make(directory);
        try (LoopMount mount = BtrfsVolumes.mount(image, directory, "")) {
            ForeignTool.require("bash")
                    .in(mount.place())
                    .run(
                            "-c",
                            "echo text >$'latin \\xe9\\xff'; mkdir d; setfattr -n trusted.t -v 1 d;"
                                    + " setfattr -n security.s -v 2 d; for i in {1..90}; do ln latin* d/$i; done;"
                                    + " mkdir many; for i in {1..20000}; do : >many/name-$i; done");
        }
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode root = BtrfsFileSystem.open(volume).root();
            byte[] name = {'l', 'a', 't', 'i', 'n', ' ', (byte) 0xe9, (byte) 0xff};
            FileNode odd = root.child(GuestName.decode(name)).orElseThrow();
            assertThat(odd.attributes().links()).isEqualTo(91);
            assertThat(root.child("d").orElseThrow().extendedAttributes())
                    .containsOnlyKeys("security.s", "trusted.t");
            FileNode many = root.child("many").orElseThrow();
            assertThat(many.entries()).hasSize(20_000);
            for (Entry entry : many.entries()) {
                assertThat(many.child(entry.name())).isPresent();
            }
        }
    }

    @Test
    void tellsOfALogThatIsNotReplayed() throws IOException, InterruptedException {
        Path image = BtrfsVolumes.make(directory);
        Path copy = directory.resolve("copy");
        try (LoopMount mount = BtrfsVolumes.mount(image, directory, "commit=300")) {
            Files.writeString(mount.place().resolve("old"), "old");
            ForeignTool.require("sync").run("-f", mount.place());
            try (FileChannel out =
                    FileChannel.open(
                            mount.place().resolve("old"),
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND)) {
                out.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            ForeignTool.require("cp").run("--sparse=always", image, copy);
        }
        try (BlockSource volume = BlockSources.file(copy)) {
            BtrfsFileSystem opened = BtrfsFileSystem.open(volume);
            assertThat(opened.facts().condition()).isEqualTo(Condition.POSSIBLY_STALE);
            assertThat(opened.facts().notes()).anyMatch(note -> note.contains("not replayed"));
            assertThat(opened.root().child("old")).isPresent();
        }
        try (BlockSource volume = BlockSources.file(image)) {
            assertThat(BtrfsFileSystem.open(volume).facts().condition()).isEqualTo(Condition.CLEAN);
        }
    }
}
