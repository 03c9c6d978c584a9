package io.colama.definition.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writing OVA packages. */
class OvaWriterTest {

    private static final Seed SEED = Seed.of(22);
    private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir private Path directory;

    private static WriteChoices choices(WriteChoices.OvfVersion version, String... names) {
        return WriteChoices.defaults()
                .withOvfVersion(version)
                .withDiskFiles(
                        List.of(names).stream()
                                .map(name -> DiskFile.of(name, "vmdk", 1L << 30))
                                .toList());
    }

    private Path write(WriteChoices choices) throws IOException {
        Path file = directory.resolve("web.ova");
        RandomGenerator random = SEED.random();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OvaTarget target =
                    (offset, bytes) -> {
                        long at = offset;
                        while (bytes.hasRemaining()) {
                            at += channel.write(bytes, at);
                        }
                    };
            MachineDefinition machine = MachineDefinition.plain("web", choices.diskFiles().size());
            OvaWriter writer = OvaWriter.start(target, "web", machine, choices, TIME);
            for (int i = 0; i < choices.diskFiles().size(); i++) {
                try (OvaWriter.Disk disk = writer.nextDisk()) {
                    disk.populatedBytes(77);
                    for (int j = 0; j < 5; j++) {
                        byte[] piece = new byte[random.nextInt(100_000)];
                        random.nextBytes(piece);
                        disk.write(ByteBuffer.wrap(piece));
                    }
                }
            }
            assertThat(writer.finish()).isEqualTo(channel.size());
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource(WriteChoices.OvfVersion.class)
    void ourReaderVerifiesWhatIsWritten(WriteChoices.OvfVersion version) throws Exception {
        Path file = write(choices(version, "web-disk1.vmdk", "web-disk2.vmdk"));
        try (OvaArchive ova = OvaArchive.open(file)) {
            assertThat(ova.members())
                    .extracting(ArchiveMember::name)
                    .containsExactly("web.ovf", "web.mf", "web-disk1.vmdk", "web-disk2.vmdk");
            assertThat(ova.verifyManifest(HashProgress.NONE)).isEmpty();
            assertThat(ova.manifest().orElseThrow().entries()).hasSize(3);
            for (PackedFile packed : ova.files()) {
                assertThat(packed.pieces()).hasSize(1);
                assertThat(packed.file().sizeBytes())
                        .isEqualTo(OptionalLong.of(packed.pieces().getFirst().length()));
            }
            assertThat(ova.envelope().definition().machines().getFirst().disks()).hasSize(2);
        }
    }

    @Test
    void tarListsAndUnpacksWhatIsWritten() throws Exception {
        ForeignTool tar = ForeignTool.require("tar");
        Path file = write(choices(WriteChoices.OvfVersion.V1_1, "a.vmdk", "b.vmdk"));
        assertThat(tar.run("tf", file).lines())
                .containsExactly("web.ovf", "web.mf", "a.vmdk", "b.vmdk");
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        tar.run("xf", file, "-C", unpacked);
        try (OvaArchive ova = OvaArchive.open(file)) {
            ArchiveMember disk = ova.members().get(2);
            ByteBuffer bytes = ByteBuffer.allocate((int) disk.length());
            ova.content(disk).read(0, bytes);
            assertThat(Files.readAllBytes(unpacked.resolve("a.vmdk"))).isEqualTo(bytes.array());
        }
        ForeignTool.require("sha256sum")
                .in(unpacked)
                .run("--check", "--strict", tagged(unpacked.resolve("web.mf")));
    }

    /** The manifest in the form that sha256sum reads. */
    private static Path tagged(Path manifest) throws IOException {
        String text = Files.readString(manifest).replaceAll("SHA256\\((.*)\\)= ", "SHA256 ($1) = ");
        return Files.writeString(manifest.resolveSibling("tagged"), text);
    }

    @Test
    void aMachineWithoutDisksIsAPackageToo() throws Exception {
        try (OvaArchive ova = OvaArchive.open(write(choices(WriteChoices.OvfVersion.V1_1)))) {
            assertThat(ova.verifyManifest(HashProgress.NONE)).isEmpty();
        }
    }

    @Test
    void sizesOfEightGibibytesAndMoreAreReadByTarAndByUs() throws Exception {
        Path file = directory.resolve("big.tar");
        long size = (9L << 30) + 1;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(TarHeader.plainFile("two.vmdk", size, 1)), 0);
            long end = 512 + size + 511;
            channel.write(ByteBuffer.wrap(TarHeader.plainFile("w.ovf", 1, 1)), end);
            channel.write(ByteBuffer.wrap(new byte[1536]), end + 512);
        }
        assertThat(ForeignTool.require("tar").run("tvf", file).lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .contains(" " + size + " ");
        assertThatThrownBy(() -> OvaArchive.open(file))
                .as("the members are found, the descriptor is a byte")
                .isInstanceOf(DefinitionException.NotThisFormat.class)
                .hasMessageContaining("w.ovf");
    }

    @Test
    void refusesNamesThatAreNoneOfAFile() {
        for (String name : List.of("../a", "dir/a", "web.ovf", "")) {
            assertThatThrownBy(() -> write(choices(WriteChoices.OvfVersion.V1_1, name)))
                    .isInstanceOf(DefinitionException.Refused.class);
            directory.resolve("web.ova").toFile().delete();
        }
        assertThatThrownBy(() -> write(choices(WriteChoices.OvfVersion.V1_1, "x".repeat(101))))
                .isInstanceOf(DefinitionException.Unsupported.class);
    }
}
