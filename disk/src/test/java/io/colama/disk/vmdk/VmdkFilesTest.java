package io.colama.disk.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.SourceCheck;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a VMDK image may name: extents, and the parents of deltas. */
class VmdkFilesTest {

    private static final Seed SEED = Seed.of(77);
    private static final OpenOptions DEFAULTS = OpenOptions.defaults();
    private static final OpenOptions BACKING = DEFAULTS.withAllowBacking(true);
    private static final int SECTORS = 100;
    private static final byte[] CONTENT = SampleBytes.of(SEED.random(), SECTORS * HandMade.SECTOR);

    @TempDir private Path root;

    private Path images;

    @BeforeEach
    void makeDirectories() throws IOException {
        images = Files.createDirectory(root.toRealPath().resolve("images"));
        Files.write(root.resolve("outside.bin"), CONTENT);
        Files.write(images.resolve("base-flat.vmdk"), CONTENT);
        Files.createSymbolicLink(images.resolve("link.vmdk"), root.resolve("outside.bin"));
        flat("base.vmdk", "base-flat.vmdk", SECTORS);
    }

    private Path flat(String name, String file, int sectors) throws IOException {
        return Files.writeString(
                images.resolve(name),
                HandMade.descriptor("monolithicFlat", "ffffffff", sectors, "FLAT", file));
    }

    /** A delta without a grain of its own. */
    private Path delta(String hint, String parentCid) throws IOException {
        byte[] grains = HandMade.esx(new byte[CONTENT.length], 128, SEED.random());
        Arrays.fill(grains, 5 * HandMade.SECTOR, grains.length, (byte) 0);
        Files.write(images.resolve("delta-000001.vmdk"), grains);
        String text =
                HandMade.descriptor(
                                "vmfsSparse", parentCid, SECTORS, "VMFSSPARSE", "delta-000001.vmdk")
                        .replace("CID=12345678\npar", "CID=87654321\npar");
        return Files.writeString(images.resolve("delta.vmdk"), text + hint + "\n");
    }

    private static void openAndClose(Path path, OpenOptions options) throws IOException {
        DiskImages.open(path, options).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.bin", "/etc/passwd", "sub/../../outside.bin", "link.vmdk"})
    void refusesExtentsOutsideTheImportRoot(String name) throws IOException {
        Path image = flat("x.vmdk", name, 1);
        for (OpenOptions options : new OpenOptions[] {DEFAULTS, BACKING}) {
            assertThatThrownBy(() -> openAndClose(image, options))
                    .isInstanceOf(ImageException.Refused.class)
                    .hasMessageContaining("outside the import root");
        }
    }

    @Test
    void refusesExtentsThatAreNoFiles() throws IOException {
        assertThatThrownBy(() -> openAndClose(flat("x.vmdk", ".", 1), DEFAULTS))
                .isInstanceOf(ImageException.Refused.class);
        assertThatThrownBy(() -> openAndClose(flat("x.vmdk", "absent", 1), DEFAULTS))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> openAndClose(flat("x.vmdk", "\\\\.\\PhysicalDrive0", 1), DEFAULTS))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> openAndClose(flat("x.vmdk", "", 1), DEFAULTS))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("without a file");
        Path self =
                Files.writeString(
                        images.resolve("self.vmdk"),
                        HandMade.descriptor("custom", "ffffffff", 1, "SPARSE", "self.vmdk"));
        assertThatThrownBy(() -> openAndClose(self, DEFAULTS))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("no sparse extent");
    }

    @Test
    void comparesTheLengthsOfExtents() throws IOException {
        try (DiskImage shorter = DiskImages.open(flat("x.vmdk", "base-flat.vmdk", 50), DEFAULTS)) {
            byte[] start = Arrays.copyOf(CONTENT, 50 * HandMade.SECTOR);
            SourceCheck.same(shorter.content(), start, SEED.random(), "flat");
            assertThat(shorter.files()).hasSize(2);
        }
        assertThatThrownBy(() -> openAndClose(flat("x.vmdk", "base-flat.vmdk", 101), DEFAULTS))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("extent of 51712 bytes at 0x0")
                .hasMessageContaining("cut off");
        Files.write(images.resolve("s"), HandMade.hosted(CONTENT, 8, 16, SEED.random()));
        Path sparse =
                Files.writeString(
                        images.resolve("y.vmdk"),
                        HandMade.descriptor("custom", "ffffffff", 101, "SPARSE", "s"));
        assertThatThrownBy(() -> openAndClose(sparse, DEFAULTS))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("sparse extent of 51200 bytes found, 51712 expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RW 1 VMFSRDM \"x\"", "RW 1 NEW \"x\"", "NOACCESS 1 ZERO"})
    void namesExtentsThatItDoesNotRead(String line) throws IOException {
        Path image =
                Files.writeString(
                        images.resolve("x.vmdk"), "# Disk DescriptorFile\n" + line + "\n");
        assertThatThrownBy(() -> openAndClose(image, DEFAULTS))
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining("extent");
    }

    @Test
    void refusesADescriptorWithoutExtents() throws IOException {
        Path image = Files.writeString(images.resolve("x.vmdk"), "# Disk DescriptorFile\n");
        assertThat(DiskImages.probe(image)).isEqualTo(DiskFormat.VMDK);
        assertThatThrownBy(() -> openAndClose(image, DEFAULTS))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("without any extent");
        Path plain = Files.write(images.resolve("plain"), CONTENT);
        assertThatThrownBy(() -> openAndClose(plain, DEFAULTS.withFormat(DiskFormat.VMDK)))
                .isInstanceOf(ImageException.NotThisFormat.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parentFileNameHint=\"base.vmdk\"",
                "parentFileNameHint=\"../images/base.vmdk\"",
                "parentFileNameHint=\"/vmfs/volumes/4c2/web/base.vmdk\"",
                "parentFileNameHint=\"C:\\Virtual Machines\\web\\base.vmdk\"",
                "parentFileNameHint=\"..\\base.vmdk\"",
                ""
            })
    void findsTheParentWhereverItWasOnce(String hint) throws IOException {
        try (DiskImage image = DiskImages.open(delta(hint, "12345678"), BACKING)) {
            SourceCheck.same(image.content(), CONTENT, SEED.random(), hint);
            assertThat(image.identity()).contains("87654321");
            assertThat(image.parentName()).isPresent();
            assertThat(image.files()).hasSize(4);
        }
        OpenOptions without = DEFAULTS.withParents(OpenOptions.Parents.LEFT_OUT);
        try (DiskImage image = DiskImages.open(delta(hint, "12345678"), without)) {
            assertThat(image.files()).hasSize(2);
        }
    }

    @Test
    void refusesParentsThatAreNotPermitted() throws IOException {
        Path delta = delta("parentFileNameHint=\"base.vmdk\"", "12345678");
        assertThatThrownBy(() -> openAndClose(delta, DEFAULTS))
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("base.vmdk");
        for (String name : new String[] {"../outside.bin", "/etc/passwd", "link.vmdk"}) {
            assertThatThrownBy(() ->
                            openAndClose(
                                    delta("parentFileNameHint=\"" + name + "\"", "12345678"),
                                    BACKING))
                    .as(name)
                    .isInstanceOf(ImageException.Refused.class)
                    .hasMessageContaining("outside the import root");
        }
    }

    @Test
    void refusesParentsWithAnotherContent() throws IOException {
        Path changed = delta("parentFileNameHint=\"base.vmdk\"", "00000001");
        assertThatThrownBy(() -> openAndClose(changed, BACKING))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("with the CID 12345678 found, 00000001 expected");
        Path absent = delta("", "00000002");
        assertThatThrownBy(() -> openAndClose(absent, BACKING))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("the disk with the CID 00000002");
        Path noImage = delta("parentFileNameHint=\"base-flat.vmdk\"", "12345678");
        assertThatThrownBy(() -> openAndClose(noImage, BACKING))
                .isInstanceOf(ImageException.NotThisFormat.class);
        Path self = delta("parentFileNameHint=\"delta.vmdk\"", "87654321");
        assertThatThrownBy(() -> openAndClose(self, BACKING)).hasMessageContaining("loops");
    }

    @Test
    void doesNotLetAParentShowThroughHolesOfAFlatExtent() throws IOException {
        Path image =
                Files.writeString(
                        images.resolve("x.vmdk"),
                        HandMade.descriptor("custom", "12345678", 50, "ZERO", "")
                                + "RW 50 FLAT \"sparse\" 0\nparentFileNameHint=\"base.vmdk\"\n");
        try (var file = new java.io.RandomAccessFile(images.resolve("sparse").toFile(), "rw")) {
            file.setLength(50 * HandMade.SECTOR);
        }
        try (DiskImage opened = DiskImages.open(image, BACKING)) {
            byte[] zeros = new byte[SECTORS * HandMade.SECTOR];
            SourceCheck.same(opened.content(), zeros, SEED.random(), "zeros");
        }
    }
}
