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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of volumes and files that no tool at hand makes: fields are set by hand. */
class NtfsStateTest {

    private static final int PLAIN = 100_003;
    private static final int PACKED = 300_007;
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    @TempDir Path directory;

    private Path volume() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 8, "-c", 4096);
        return NtfsVolumes.fill(
                image,
                root -> {
                    Files.write(root.resolve("plain"), NtfsVolumes.random(PLAIN, 1));
                    NtfsVolumes.compress(root);
                    Files.write(root.resolve("packed"), NtfsVolumes.mixed(PACKED, 2));
                });
    }

    /** Where the attribute starts whose size and initialised size are both {@code size}. */
    private static int attribute(ByteBuffer image, long size) {
        for (int at = 0; at < image.limit() - 64; at += 8) {
            if (image.getInt(at) == Attribute.DATA
                    && image.getLong(at + 48) == size
                    && image.getLong(at + 56) == size) {
                return at;
            }
        }
        throw new AssertionError("no stream of " + size + " bytes");
    }

    private static ByteBuffer read(Path image) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void readsZerosBehindWhatWasWritten() throws Exception {
        Path image = volume();
        ByteBuffer bytes = read(image);
        bytes.putLong(attribute(bytes, PLAIN) + 56, 50_001);
        bytes.putLong(attribute(bytes, PACKED) + 56, 200_001);
        Files.write(image, bytes.array());
        SortedMap<String, String> expected;
        try (FuseMount mount = NtfsVolumes.mount(image)) {
            expected = FileTree.of(mount.root(), FileTree.Detail.CONTENT, path -> true);
        }
        byte[] plain = NtfsVolumes.random(PLAIN, 1);
        Arrays.fill(plain, 50_001, PLAIN, (byte) 0);
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode root = NtfsFileSystem.open(volume).root();
            assertThat(FileTree.of(root, FileTree.Detail.CONTENT)).isEqualTo(expected);
            assertThat(FileTree.hash(root.child("plain").orElseThrow().content()))
                    .isEqualTo(FileTree.hash(BlockSources.of(plain)));
        }
    }

    @Test
    void refusesAnEncryptedFileAndReadsTheOthers() throws Exception {
        Path image = volume();
        ByteBuffer bytes = read(image);
        bytes.putShort(attribute(bytes, PLAIN) + 12, (short) 0x4000);
        FileNode root = NtfsFileSystem.open(BlockSources.of(bytes.array())).root();
        FileNode plain = root.child("plain").orElseThrow();
        assertThat(plain.attributes().sizeBytes()).isEqualTo(PLAIN);
        assertThatThrownBy(plain::content)
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining("encrypted");
        assertThat(FileTree.hash(root.child("packed").orElseThrow().content()))
                .isEqualTo(FileTree.hash(BlockSources.of(NtfsVolumes.mixed(PACKED, 2))));
    }

    @Test
    void doubtsAVolumeWhoseLogWasInUse() throws Exception {
        Path image = volume();
        ByteBuffer bytes = read(image);
        NtfsVolume volume =
                NtfsVolume.open(
                        BlockSources.of(bytes.array()),
                        BootSector.read(BlockSources.of(bytes.array())).boot());
        Attribute log =
                NtfsFile.open(volume, MftRecord.LOG_FILE, 0).attributes(Attribute.DATA).getFirst();
        RunList.walk(
                log,
                volume.clusterBytes(),
                "log",
                (offset, length, host) -> {
                    if (offset == 0) {
                        restart(bytes, (int) host, 100, 2);
                        restart(bytes, (int) host + PAGE, 101, 0);
                    }
                });
        NtfsFileSystem found = NtfsFileSystem.open(BlockSources.of(bytes.array()));
        assertThat(found.facts().condition()).isEqualTo(Condition.POSSIBLY_STALE);
        assertThat(found.facts().notes()).singleElement().asString().contains("log");
        RunList.walk(
                log,
                volume.clusterBytes(),
                "log",
                (offset, length, host) -> {
                    if (offset == 0) {
                        restart(bytes, (int) host, 102, 2);
                    }
                });
        assertThat(NtfsFileSystem.open(BlockSources.of(bytes.array())).facts().notes()).isEmpty();
    }

    /** Writes a restart page with one client. */
    private static void restart(ByteBuffer image, int at, long sequence, int flags) {
        ByteBuffer page = image.slice(at, PAGE).order(ByteOrder.LITTLE_ENDIAN);
        page.put(0, new byte[PAGE]);
        page.put(0, "RSTR".getBytes(StandardCharsets.US_ASCII));
        page.putShort(4, (short) 30).putShort(6, (short) (PAGE / SECTOR + 1));
        page.putInt(16, PAGE).putInt(20, PAGE).putShort(24, (short) 64);
        page.putLong(64, sequence).putShort(64 + 14, (short) flags);
    }
}
