package io.colama.guest.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.FuseMount;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Samples;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.XZInputStream;

/** Compares whole trees with what was copied by mtools, and facts with those of blkid. */
class FatTreeTest {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"12,1440,1", "12,4000,4", "16,16000,1", "16,60000,8", "32,40000,1", "32,300000,8"})
    void readsWhatMtoolsCopied(int bits, int kilobytes, int sectorsPerCluster)
            throws IOException, InterruptedException {
        Path image = directory.resolve("volume");
        FatVolumes.format(image, kilobytes, bits, "-s", sectorsPerCluster, "-n", "A LABEL");
        Path source = FatVolumes.tree(directory.resolve("source"));
        FatVolumes.copy(image, source);
        SortedMap<String, String> expected =
                FileTree.of(source, FileTree.Detail.CONTENT, path -> true);
        try (BlockSource volume = BlockSources.file(image)) {
            FatFileSystem found = FatFileSystem.open(volume);
            assertThat(found.bits()).isEqualTo(bits);
            assertThat(found.facts().label()).contains("A LABEL");
            assertThat(found.facts().condition()).isEqualTo(Condition.CLEAN);
            assertThat(FileTree.of(found.root(), FileTree.Detail.CONTENT)).isEqualTo(expected);
            for (String path : expected.keySet()) {
                FileNode node = FileTree.find(found.root(), path).orElseThrow();
                assertThat(
                                FileTree.find(found.root(), path.replace('f', 'F'))
                                        .orElseThrow()
                                        .attributes())
                        .isEqualTo(node.attributes());
            }
            assertThat(found.root().child("SUBDIR~1")).isPresent();
            assertThat(found.root().child("none")).isEmpty();
        }
    }

    @Test
    void readsAChainThatIsNotInOrder() throws IOException, InterruptedException {
        Path image = FatVolumes.format(directory.resolve("volume"), 1440, 12, "-s", 1);
        Path source = Files.createDirectories(directory.resolve("source/many"));
        for (int i = 0; i < 1000; i++) {
            Files.write(source.resolve("f" + i), new byte[700]);
        }
        FatVolumes.copy(image, directory.resolve("source"));
        List<Object> odd = new ArrayList<>(List.of("-i", image));
        for (int i = 1; i < 1000; i += 2) {
            odd.add("::many/f" + i);
        }
        ForeignTool.require("mdel").run(odd.toArray());
        Path other = Files.createDirectory(directory.resolve("other"));
        byte[] bytes = new byte[400_003];
        Seed.of(8).random().nextBytes(bytes);
        Files.write(other.resolve("pieces"), bytes);
        FatVolumes.copy(image, other);
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode file = FatFileSystem.open(volume).root().child("PIECES").orElseThrow();
            assertThat(FileTree.hash(file.content()))
                    .isEqualTo(FileTree.hash(BlockSources.of(bytes)));
        }
    }

    @Test
    void tellsWhatBlkidTells() throws IOException, InterruptedException {
        int compared = 0;
        try (var samples =
                Files.newDirectoryStream(Samples.find("blkid/fs"), "{fat,exfat,small-fat}*.xz")) {
            for (Path sample : samples) {
                String name = sample.getFileName().toString().replace(".img.xz", "");
                Map<String, String> expected = new HashMap<>();
                for (String line :
                        Files.readAllLines(Samples.find("blkid/expected/low-probe-" + name))) {
                    int equals = line.indexOf('=');
                    expected.put(line.substring(0, equals), line.substring(equals + 1));
                }
                compare(sample, expected);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static void compare(Path sample, Map<String, String> expected)
            throws IOException, InterruptedException {
        byte[] bytes;
        try (InputStream in = new XZInputStream(Files.newInputStream(sample))) {
            bytes = in.readAllBytes();
        }
        boolean isExfat = "exfat".equals(expected.get("ID_FS_TYPE"));
        BlockSource volume = BlockSources.of(bytes);
        var found = isExfat ? ExfatFileSystem.open(volume) : FatFileSystem.open(volume);
        String name = sample.getFileName().toString();
        assertThat(found.facts().type()).as(name).isEqualTo(expected.get("ID_FS_TYPE"));
        assertThat(found.facts().uuid())
                .as(name)
                .isEqualTo(Optional.ofNullable(expected.get("ID_FS_UUID")));
        if (!name.contains("cp850")) {
            assertThat(found.facts().label().map(label -> label.replace(' ', '_')))
                    .as(name)
                    .isEqualTo(Optional.ofNullable(expected.get("ID_FS_LABEL")));
        }
        assertThat(Long.toString(found.facts().sizeBytes()))
                .as(name)
                .isEqualTo(expected.get("ID_FS_FSSIZE"));
        if (found instanceof FatFileSystem fat) {
            assertThat("FAT" + fat.bits()).as(name).isEqualTo(expected.get("ID_FS_VERSION"));
        }
        assertThat(FileTree.of(found.root(), FileTree.Detail.CONTENT)).as(name).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"512", "4096", "32768"})
    void readsWhatWasWrittenToExfat(int clusterBytes) throws IOException, InterruptedException {
        Path image = directory.resolve("volume");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(40 << 20);
        }
        FatVolumes.run("mkfs.exfat", "-c", clusterBytes, "-L", "Grüße", image);
        ForeignTool.require("mount.exfat-fuse");
        Path place = directory.resolve("place");
        SortedMap<String, String> expected;
        try (FuseMount mount = FuseMount.of(image, place, "exfat-fuse", "rw")) {
            FatVolumes.tree(mount.root().resolve("tree"));
            for (int i = 0; i < 120; i += 2) {
                Files.delete(mount.root().resolve("tree/many/A file with number " + i));
            }
            Files.write(mount.root().resolve("tree/more"), new byte[1_000_000]);
            for (int i = 1; i < 120; i += 2) {
                Files.write(
                        mount.root().resolve("tree/many/A file with number " + i),
                        new byte[100_000]);
            }
            expected = FileTree.of(mount.root(), FileTree.Detail.CONTENT, path -> true);
        }
        try (BlockSource volume = BlockSources.file(image)) {
            ExfatFileSystem found = ExfatFileSystem.open(volume);
            assertThat(found.facts().label()).contains("Grüße");
            assertThat(found.facts().notes()).isEmpty();
            assertThat(FileTree.of(found.root(), FileTree.Detail.CONTENT)).isEqualTo(expected);
            assertThat(found.root().child("TREE").orElseThrow().child("sub DIRECTORY")).isPresent();
        }
    }

    @Test
    void leavesOtherVolumesAlone() {
        for (byte[] other : List.of(new byte[0], new byte[512], new byte[100_000])) {
            assertThatThrownBy(() -> FatFileSystem.open(BlockSources.of(other)))
                    .isInstanceOf(ImageException.NotThisFormat.class);
            assertThatThrownBy(() -> ExfatFileSystem.open(BlockSources.of(other)))
                    .isInstanceOf(ImageException.NotThisFormat.class);
        }
    }
}
