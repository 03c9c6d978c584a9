package io.colama.guest.ntfs;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

/** Volumes that Windows made, and what becomes of them when pieces are destroyed. */
class NtfsSamplesTest {

    private static final int SECTOR = 512;

    @TempDir Path directory;

    private static byte[] sample() throws IOException {
        try (InputStream in =
                new XZInputStream(Files.newInputStream(Samples.find("blkid/fs/ntfs.img.xz")))) {
            return in.readAllBytes();
        }
    }

    @Test
    void tellsWhatBlkidTells() throws Exception {
        NtfsFileSystem found = NtfsFileSystem.open(BlockSources.of(sample()));
        assertThat(found.facts().type()).isEqualTo("ntfs");
        assertThat(found.facts().label()).contains("Новый том");
        assertThat(found.facts().uuid()).contains("09CBB6DE30C87310");
        assertThat(found.facts().sizeBytes()).isEqualTo(10_485_248);
        assertThat(found.facts().blockBytes()).isEqualTo(4096);
        assertThat(found.facts().condition()).isEqualTo(Condition.CLEAN);
        assertThat(found.root().entries()).isEmpty();
        assertThat(found.root().child("$boot")).isPresent();
    }

    @Test
    void readsAVolumeOfWindowsAsNtfs3gDoes() throws Exception {
        Path image = directory.resolve("windows");
        ForeignTool.require("qemu-img")
                .run("convert", "-O", "raw", Samples.find("images/windows_volume.qcow2"), image);
        SortedMap<String, String> expected;
        try (FuseMount mount = FuseMount.of(image, directory.resolve("place"), "ntfs-3g", "ro")) {
            expected = FileTree.of(mount.root(), FileTree.Detail.CONTENT, path -> true);
        }
        assertThat(expected).isNotEmpty();
        try (BlockSource volume = BlockSources.file(image)) {
            assertThat(FileTree.of(NtfsFileSystem.open(volume).root(), FileTree.Detail.CONTENT))
                    .isEqualTo(expected);
        }
    }

    @Test
    void readsTheCopiesOfWhatWasDestroyed() throws Exception {
        byte[] image = sample();
        String expected = letters(image);
        Arrays.fill(image, 0, SECTOR, (byte) 0);
        BootSector.Found boot = BootSector.read(BlockSources.of(image));
        assertThat(boot.isBackup()).isTrue();
        int table = (int) boot.boot().tableCluster() * boot.boot().clusterBytes();
        image[table] = 0;
        assertThat(letters(image)).isEqualTo(expected);
        NtfsFileSystem found = NtfsFileSystem.open(BlockSources.of(image));
        assertThat(found.facts().condition()).isEqualTo(Condition.POSSIBLY_STALE);
        assertThat(found.facts().notes()).anyMatch(note -> note.contains("boot sector"));
    }

    private static String letters(byte[] image) throws IOException {
        FileNode root = NtfsFileSystem.open(BlockSources.of(image)).root();
        return FileTree.hash(root.child("$UpCase").orElseThrow().content());
    }

    @Test
    void leavesAVolumeAloneThatWasFormattedSince() throws Exception {
        byte[] image = sample();
        Arrays.fill(image, 0, SECTOR, (byte) 0);
        image[1080] = 0x53;
        image[1081] = (byte) 0xef;
        assertThatThrownBy(() -> NtfsFileSystem.open(BlockSources.of(image)))
                .isInstanceOf(ImageException.NotThisFormat.class);
    }

    @Test
    void doubtsAHibernatedVolume() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 8);
        Path content = Files.writeString(directory.resolve("content"), "hibr");
        ForeignTool.require("ntfscp").run("-q", "-f", image, content, "hiberfil.sys");
        try (BlockSource volume = BlockSources.file(image)) {
            NtfsFileSystem found = NtfsFileSystem.open(volume);
            assertThat(found.facts().condition()).isEqualTo(Condition.POSSIBLY_STALE);
            assertThat(found.facts().notes()).anyMatch(note -> note.contains("hibernated"));
        }
    }

    @Test
    void searchesWhatIsLeftOfADamagedDirectory() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 8);
        NtfsVolumes.fill(
                image,
                root -> {
                    Path many = Files.createDirectory(root.resolve("many"));
                    for (int i = 0; i < 300; i++) {
                        Files.writeString(
                                many.resolve("a long name of a file, number " + i), "x" + i);
                    }
                });
        byte[] bytes = Files.readAllBytes(image);
        FileNode sound = NtfsFileSystem.open(BlockSources.of(bytes)).root().child("many").get();
        int names = sound.entries().size();
        int found = 0;
        destroyBlock(bytes, "number 150");
        FileNode many = NtfsFileSystem.open(BlockSources.of(bytes)).root().child("many").get();
        for (int i = 0; i < names; i++) {
            try {
                found += many.child("A LONG NAME OF A FILE, NUMBER " + i).isPresent() ? 1 : 0;
            } catch (ImageException.Damaged lost) {
                assertThat(lost).hasMessageContaining("directory");
            }
        }
        assertThat(found).isBetween(names / 2, names - 1);
        assertThatThrownBy(many::entries).isInstanceOf(ImageException.Damaged.class);
    }

    /** Overwrites the signature of the block of a directory that holds a name. */
    private static void destroyBlock(byte[] image, String name) {
        String text = new String(image, StandardCharsets.ISO_8859_1);
        String wanted =
                new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("INDX"); at >= 0; at = text.indexOf("INDX", at + 4)) {
            if (at % SECTOR == 0 && text.substring(at, at + 4096).contains(wanted)) {
                image[at] = 'X';
                return;
            }
        }
        throw new AssertionError("no block holds " + name);
    }
}
