package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is opened, what is refused, and what the user is told. */
class OpenRulesTest {

    private static final OpenOptions DEFAULTS = OpenOptions.defaults();
    private static final OpenOptions BACKING = DEFAULTS.withAllowBacking(true);

    @TempDir private Path root;

    private Path images;
    private Path outside;

    @BeforeEach
    void makeDirectories() throws IOException {
        images = Files.createDirectory(root.toRealPath().resolve("images"));
        outside = Files.write(root.resolve("outside.raw"), new byte[4096]);
    }

    /** A qcow2 image of 64 KiB without any cluster that names a backing file. */
    private Path child(String name, String backing, Optional<String> format) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(3 * 65_536);
        byte[] text = backing.getBytes(StandardCharsets.UTF_8);
        bytes.putInt(0x514649fb)
                .putInt(3)
                .putLong(1024)
                .putInt(text.length)
                .putInt(16)
                .putLong(65_536);
        bytes.putInt(0).putInt(1).putLong(65_536).putLong(131_072).putInt(1).putInt(0).putLong(0);
        bytes.position(96).putInt(4).putInt(104);
        format.ifPresent(value -> {
            byte[] kind = value.getBytes(StandardCharsets.US_ASCII);
            bytes.putInt(0xe2792aca).putInt(kind.length).put(kind);
        });
        bytes.position(1024).put(text);
        return Files.write(images.resolve(name), bytes.array());
    }

    private static void openAndClose(Path path, OpenOptions options) throws IOException {
        DiskImages.open(path, options).close();
    }

    @Test
    void namesTheBackingFileThatItDoesNotOpen() throws IOException {
        Path image = child("child.qcow2", "base.raw", Optional.of("raw"));
        assertThatThrownBy(() -> openAndClose(image, DEFAULTS))
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("base.raw")
                .hasMessageContaining("--allow-backing");
    }

    @Test
    void opensAPermittedBackingFile() throws IOException {
        byte[] base = {1, 2, 3};
        Files.write(images.resolve("base.raw"), base);
        for (String name :
                new String[] {
                    "base.raw", images.resolve("base.raw").toString(), "../images/base.raw"
                }) {
            try (DiskImage image =
                    DiskImages.open(child("child.qcow2", name, Optional.of("raw")), BACKING)) {
                ByteBuffer start = ByteBuffer.allocate(4);
                image.content().read(0, start);
                assertThat(start.array()).isEqualTo(new byte[] {1, 2, 3, 0});
                assertThat(image.files()).hasSize(2);
                assertThat(image.warnings()).isEmpty();
            }
        }
    }

    @Test
    void warnsWhenTheFormatOfTheBackingFileIsNotSaid() throws IOException {
        Files.write(images.resolve("base.raw"), new byte[10]);
        try (DiskImage image =
                DiskImages.open(child("child.qcow2", "base.raw", Optional.empty()), BACKING)) {
            assertThat(image.warnings()).singleElement().asString().contains("probed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.raw",
                "/etc/passwd",
                "sub/../../outside.raw",
                "link.raw",
                "linked/outside.raw"
            })
    void refusesBackingFilesOutsideTheImportRoot(String name) throws IOException {
        Files.createSymbolicLink(images.resolve("link.raw"), outside);
        Files.createSymbolicLink(images.resolve("linked"), root);
        Path image = child("child.qcow2", name, Optional.of("raw"));
        assertThatThrownBy(() -> openAndClose(image, BACKING))
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("outside the import root")
                .hasMessageContaining("--import-root");
    }

    @Test
    void opensBackingFilesInsideALargerImportRoot() throws IOException {
        Path image = child("child.qcow2", "../outside.raw", Optional.of("raw"));
        openAndClose(image, BACKING.withImportRoot(root));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nbd://host/export",
                "nbd:unix:/sock",
                "json:{\"driver\":\"file\"}",
                "http://example.org/x",
                "file:base.raw",
                "fat:rw:/etc",
                "host_device:x"
            })
    void refusesProtocols(String name) throws IOException {
        Path image = child("child.qcow2", name, Optional.of("raw"));
        assertThatThrownBy(() -> openAndClose(image, BACKING))
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("protocol");
    }

    @Test
    void refusesBackingFilesThatAreNoFiles() throws IOException {
        Files.createDirectory(images.resolve("sub"));
        assertThatThrownBy(() ->
                        openAndClose(child("child.qcow2", "sub", Optional.of("raw")), BACKING))
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() ->
                        openAndClose(child("child.qcow2", "absent", Optional.of("raw")), BACKING))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() ->
                        openAndClose(child("child.qcow2", "a\0b", Optional.of("raw")), BACKING))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("\\u{0}");
        assertThatThrownBy(
                        () -> openAndClose(child("child.qcow2", "x", Optional.of("luks")), BACKING))
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining("luks");
    }

    @Test
    void findsLoopsInTheChain() throws IOException {
        Path a = child("a.qcow2", "b.qcow2", Optional.of("qcow2"));
        child("b.qcow2", "a.qcow2", Optional.of("qcow2"));
        assertThatThrownBy(() -> openAndClose(a, BACKING))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("loops");
        Path self = child("self.qcow2", "self.qcow2", Optional.of("qcow2"));
        assertThatThrownBy(() -> openAndClose(self, BACKING)).hasMessageContaining("loops");
    }

    @Test
    void boundsTheDepthOfTheChain() throws IOException {
        int files = BackingChain.MAX_DEPTH + 1;
        for (int i = 0; i < files; i++) {
            child("d" + i, "d" + (i + 1), Optional.of("qcow2"));
        }
        Files.write(images.resolve("d" + files), new byte[100]);
        assertThatThrownBy(() -> openAndClose(images.resolve("d0"), BACKING))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("64 files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QED\0"})
    void doesNotTakeOtherFormatsForRaw(String signature) throws IOException {
        byte[] start =
                java.util.Arrays.copyOf(signature.getBytes(StandardCharsets.ISO_8859_1), 4096);
        Path image = Files.write(images.resolve("other"), start);
        assertThatThrownBy(() -> openAndClose(image, DEFAULTS))
                .isInstanceOf(ImageException.Unsupported.class);
        try (DiskImage raw = DiskImages.open(image, DEFAULTS.withFormat(DiskFormat.RAW))) {
            assertThat(raw.content().size()).isEqualTo(4096);
        }
    }

    @Test
    void doesNotTakeAFixedVhdForRaw() throws IOException {
        byte[] bytes = new byte[10 * 512];
        System.arraycopy("conectix".getBytes(StandardCharsets.US_ASCII), 0, bytes, 9 * 512, 8);
        Path image = Files.write(images.resolve("fixed.vhd"), bytes);
        assertThat(DiskImages.probe(image)).isEqualTo(DiskFormat.VHD);
        assertThatThrownBy(() -> openAndClose(image, DEFAULTS))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("VHD");
    }

    @Test
    void takesWhatHasNoSignatureForRaw() throws IOException {
        assertThat(DiskImages.probe(Files.write(images.resolve("empty"), new byte[0])))
                .isEqualTo(DiskFormat.RAW);
        assertThat(DiskImages.probe(Files.write(images.resolve("plain"), new byte[777])))
                .isEqualTo(DiskFormat.RAW);
        Path qcow2 = child("x.qcow2", "base", Optional.empty());
        assertThat(DiskImages.probe(qcow2)).isEqualTo(DiskFormat.QCOW2);
        assertThatThrownBy(() ->
                        openAndClose(
                                images.resolve("plain"), DEFAULTS.withFormat(DiskFormat.QCOW2)))
                .isInstanceOf(ImageException.NotThisFormat.class);
    }

    @Test
    void saysInOneLineWhatCannotBeOpened() {
        assertThatThrownBy(() -> openAndClose(images, DEFAULTS))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> openAndClose(images.resolve("absent"), DEFAULTS))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void knowsFormatsByTheirNames() {
        assertThat(DiskFormat.byName("qcow2")).contains(DiskFormat.QCOW2);
        assertThat(DiskFormat.byName("raw")).contains(DiskFormat.RAW);
        assertThat(DiskFormat.byName("RAW")).isEmpty();
    }
}
