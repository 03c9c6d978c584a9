package io.colama.guest.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.FuseMount;
import io.colama.guest.file.PathRules;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares whole trees with what ntfs-3g reads. */
class NtfsTreeTest {

    @TempDir Path directory;

    private static void fill(Path root) throws Exception {
        Files.createDirectories(root.resolve("plain/deep/deeper"));
        for (int size : new int[] {0, 1, 511, 600, 700, 800, 4095, 4096, 4097, 1_234_567}) {
            Files.write(root.resolve("plain/" + size), NtfsVolumes.random(size, size));
        }
        Files.write(root.resolve("plain/deep/deeper/end"), new byte[] {1, 2, 3});
        Files.createLink(root.resolve("plain/deep/other"), root.resolve("plain/4097"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("plain/deep/../4096"));
        Files.createSymbolicLink(root.resolve("plain/broken"), Path.of("nowhere"));
        Files.createDirectory(root.resolve("names"));
        for (String name :
                new String[] {
                    "x".repeat(255), "Grüße", "ΑΒΓαβγ", "日本語", "\ud83d\ude00 smile", "a.b c", "Ünï"
                }) {
            Files.writeString(root.resolve("names").resolve(name), name);
        }
        Files.createDirectory(root.resolve("sparse"));
        try (RandomAccessFile file =
                new RandomAccessFile(root.resolve("sparse/holes").toFile(), "rw")) {
            for (int i = 0; i < 40; i++) {
                file.seek(i * 777_777L);
                file.write(NtfsVolumes.random(5_000, i));
            }
            file.setLength(100_000_000);
        }
        Files.createDirectory(root.resolve("compressed"));
        NtfsVolumes.compress(root.resolve("compressed"));
        for (int size : new int[] {1, 700, 4096, 65_536, 65_537, 300_000, 3_000_001}) {
            Files.write(root.resolve("compressed/mixed" + size), NtfsVolumes.mixed(size, size));
            Files.write(root.resolve("compressed/random" + size), NtfsVolumes.random(size, size));
            Files.write(root.resolve("compressed/zero" + size), new byte[size]);
        }
    }

    @Test
    void readsTheTreeThatNtfs3gReads() throws Exception {
        for (int cluster : new int[] {4096, 512}) {
            Path image = directory.resolve("volume" + cluster);
            NtfsVolumes.format(image, 48, "-c", cluster, "-L", "Tëst volume");
            NtfsVolumes.fill(image, NtfsTreeTest::fill);
            SortedMap<String, String> expected;
            try (FuseMount mount = NtfsVolumes.mount(image)) {
                expected = FileTree.of(mount.root(), FileTree.Detail.CONTENT, path -> true);
            }
            assertThat(expected).hasSizeGreaterThan(45);
            try (BlockSource volume = BlockSources.file(image)) {
                NtfsFileSystem found = NtfsFileSystem.open(volume);
                assertThat(FileTree.of(found.root(), FileTree.Detail.CONTENT)).isEqualTo(expected);
                assertThat(found.facts().label()).contains("Tëst volume");
                assertThat(found.facts().condition()).isEqualTo(Condition.CLEAN);
                assertThat(found.facts().notes()).isEmpty();
                assertThat(found.version()).isEqualTo("3.1");
                assertThat(found.rules()).isEqualTo(PathRules.WINDOWS);
                findsEachByAnyCase(found.root(), expected);
            }
        }
    }

    private static void findsEachByAnyCase(FileNode root, SortedMap<String, String> tree)
            throws Exception {
        for (String path : tree.keySet()) {
            FileNode node = FileTree.find(root, path).orElseThrow();
            FileNode other = FileTree.find(root, upper(path)).orElseThrow();
            assertThat(other.attributes()).as(path).isEqualTo(node.attributes());
            assertThat(FileTree.find(root, path + "not")).as(path + "not").isEmpty();
        }
    }

    /** One letter for one letter, as NTFS has it. */
    private static String upper(String path) {
        StringBuilder text = new StringBuilder();
        path.chars().forEach(c -> text.append((char) Character.toUpperCase(c)));
        return text.toString();
    }

    @Test
    void readsFilesInThousandsOfPieces() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 40, "-c", 4096);
        NtfsVolumes.fill(
                image,
                root -> {
                    NtfsVolumes.leaveHoles(
                            root.resolve("pieces"), NtfsVolumes.random(9_000_001, 5));
                    Files.createDirectory(root.resolve("c"));
                    NtfsVolumes.compress(root.resolve("c"));
                    Files.write(root.resolve("c/packed"), NtfsVolumes.mixed(3_000_000, 6));
                    for (int i = 0; i < 500; i++) {
                        Files.writeString(
                                root.resolve("c/a name that fills the directory " + i), "" + i);
                    }
                });
        SortedMap<String, String> expected;
        try (FuseMount mount = NtfsVolumes.mount(image)) {
            expected = FileTree.of(mount.root(), FileTree.Detail.CONTENT, path -> true);
        }
        try (BlockSource volume = BlockSources.file(image)) {
            NtfsFileSystem found = NtfsFileSystem.open(volume);
            assertThat(FileTree.of(found.root(), FileTree.Detail.CONTENT)).isEqualTo(expected);
            FileNode pieces = found.root().child("PIECES").orElseThrow();
            NtfsVolume opened = NtfsVolume.open(volume, BootSector.read(volume).boot());
            NtfsFile file = NtfsFile.open(opened, pieces.attributes().id(), 0);
            assertThat(file.attributes(Attribute.DATA)).hasSizeGreaterThan(2);
        }
    }

    @Test
    void findsOneOfTwentyThousandNamesInAFewReads() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 64, "-c", 4096);
        NtfsVolumes.fill(
                image,
                root -> {
                    Path many = Files.createDirectory(root.resolve("many"));
                    for (int i = 0; i < 20_000; i++) {
                        Files.createFile(many.resolve("A file with number " + i + ".txt"));
                    }
                });
        CountingSource volume = new CountingSource(BlockSources.file(image));
        try (volume) {
            NtfsFileSystem found = NtfsFileSystem.open(volume);
            FileNode many = found.root().child("MANY").orElseThrow();
            long before = volume.bytes();
            for (int i = 0; i < 20_000; i += 2_221) {
                assertThat(many.child("a FILE with number " + i + ".TXT")).isPresent();
                assertThat(many.child("a FILE with number " + i + ".TX")).isEmpty();
            }
            assertThat(volume.bytes() - before).isLessThan(400_000);
            assertThat(many.entries()).hasSize(20_000);
        }
    }

    @Test
    void readsStreamsBesideTheContent() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 8);
        byte[] large = NtfsVolumes.random(100_000, 9);
        NtfsVolumes.fill(
                image,
                root -> {
                    Files.writeString(root.resolve("file"), "content");
                    Files.writeString(root.resolve("file:Zone.Identifier"), "[ZoneTransfer]");
                    Files.write(root.resolve("file:large"), large);
                });
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode file = NtfsFileSystem.open(volume).root().child("file").orElseThrow();
            NamedStreams streams = (NamedStreams) file;
            assertThat(streams.streamNames()).containsExactlyInAnyOrder("Zone.Identifier", "large");
            assertThat(FileTree.hash(streams.stream("LARGE").orElseThrow()))
                    .isEqualTo(FileTree.hash(BlockSources.of(large)));
            assertThat(FileTree.hash(streams.stream("zone.identifier").orElseThrow()))
                    .isEqualTo(
                            FileTree.hash(
                                    BlockSources.of(
                                            "[ZoneTransfer]".getBytes(StandardCharsets.UTF_8))));
            assertThat(streams.stream("none")).isEmpty();
            assertThat(file.attributes().sizeBytes()).isEqualTo(7);
        }
    }

    @Test
    void findsShortNamesAndDoesNotListThem() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 8);
        NtfsVolumes.fill(
                image,
                root -> {
                    Path files = Files.createDirectory(root.resolve("Program Files"));
                    NtfsVolumes.set(
                            files,
                            "system.ntfs_dos_name",
                            "PROGRA~1".getBytes(StandardCharsets.US_ASCII));
                });
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode root = NtfsFileSystem.open(volume).root();
            assertThat(root.entries())
                    .singleElement()
                    .matches(e -> e.name().equals("Program Files"));
            FileNode found = root.child("progra~1").orElseThrow();
            assertThat(found.attributes())
                    .isEqualTo(root.child("program files").orElseThrow().attributes());
            assertThat(found.attributes().links()).isEqualTo(1);
            assertThat(root.child("$MFT")).isPresent();
        }
    }
}
