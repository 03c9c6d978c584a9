package io.colama.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.volume.GuestDisk;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.InspectionJson;
import io.colama.inspect.fact.Problem;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {

    @TempDir private Path directory;

    private static Inspection inspect(Path image) throws IOException {
        try (BlockSource source = BlockSources.file(image)) {
            return Inspector.inspect(List.of(new GuestDisk("disk0", source)));
        }
    }

    /** FAT holds old Windows too, and needs no mount to be filled. */
    @Test
    void saysOfAWindowsWithoutARegistryThatItIsMissing() throws IOException, InterruptedException {
        Path image = directory.resolve("windows");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(16 << 20);
        }
        ForeignTool.require("mkfs.vfat").run("-F", 16, "-n", "SYSTEM", image);
        for (String name : List.of("WINNT", "WINNT/system32", "WINNT/system32/config")) {
            ForeignTool.require("mmd").run("-i", image, "::/" + name);
        }
        Inspection found = inspect(image);
        assertThat(found.systems().getFirst().family()).isEqualTo("windows");
        assertThat(found.systems().getFirst().problems())
                .extracting(Problem::code)
                .containsExactly(
                        "missing:registry",
                        "missing:registry",
                        "missing:registry",
                        "missing:registry");
        assertThat(found.volumes().getFirst().kind()).isEqualTo("vfat");
    }

    @Test
    void saysWhyAnEncryptedVolumeIsClosed() throws IOException {
        byte[] bytes = new byte[4 << 20];
        byte[] magic = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe, 0, 1};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        Path image = Files.write(directory.resolve("luks"), bytes);
        assertThat(inspect(image).volumes())
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.kind()).isEqualTo("crypto_LUKS");
                    assertThat(volume.reason()).isEqualTo("encrypted:luks1");
                });
    }

    @Test
    void itsResultComesBackFromJson() throws IOException, InterruptedException {
        Path tree = Files.createDirectories(directory.resolve("tree/etc"));
        Files.writeString(
                tree.resolve("os-release"), "ID=debian\nNAME=\"a \\\"quoted\\\" name\"\n");
        Files.createDirectories(directory.resolve("tree/bin"));
        Path image = directory.resolve("image");
        ForeignTool.require("mke2fs")
                .run("-q", "-F", "-t", "ext4", "-d", directory.resolve("tree"), image, "8M");
        Inspection found = inspect(image);
        assertThat(found.systems().getFirst().os().name()).isEqualTo("a \"quoted\" name");
        assertThat(InspectionJson.read(InspectionJson.write(found))).contains(found);
        assertThat(inspect(image)).isEqualTo(found);
        assertThat(InspectionJson.read("{\"version\":99}")).isEmpty();
        assertThat(InspectionJson.read("{")).isEmpty();
        assertThat(InspectionJson.read("")).isEmpty();
    }
}
