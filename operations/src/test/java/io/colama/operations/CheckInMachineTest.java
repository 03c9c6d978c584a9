package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.SampleBytes;
import io.colama.definition.Definitions;
import io.colama.definition.archive.OvaWriter;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.disk.DiskWriters;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import io.colama.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Machines that come as definitions, packages, boxes and folders. */
class CheckInMachineTest {

    private static final Seed SEED = Seed.of(2_020);
    private static final int SIZE = 1_000_448;
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir private Path directory;

    private final RandomGenerator random = SEED.random();
    private Environment environment;
    private Path folder;
    private byte[] first;
    private byte[] second;

    @BeforeEach
    void makeRepository() throws IOException {
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        environment = new Environment(directory.resolve("repository"), clock, "ana");
        new Init(environment).run();
        folder = Files.createDirectory(directory.resolve("machine"));
        first = SampleBytes.of(random, SIZE);
        second = SampleBytes.of(random, SIZE);
    }

    private static void write(Path target, DiskFormat format, byte[] content) throws IOException {
        WriteOptions options =
                WriteOptions.defaults().withCompress(format == DiskFormat.VMDK).withReplace(true);
        try (BlockSink sink = DiskWriters.create(target, format, content.length, options)) {
            sink.write(0, ByteBuffer.wrap(content));
            sink.finish();
        }
    }

    /** Writes the two disks and the definition that names them. */
    private Path machine(DefinitionFormat format, DiskFormat diskFormat) throws IOException {
        String suffix = "." + diskFormat.formatName();
        List<DiskFile> files = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path disk = folder.resolve("disk " + i + suffix);
            write(disk, diskFormat, i == 0 ? first : second);
            files.add(DiskFile.of("disk " + i + suffix, diskFormat.formatName(), SIZE));
        }
        byte[] text =
                Definitions.write(
                        format,
                        MachineDefinition.plain("web", 2),
                        WriteChoices.defaults().withDiskFiles(files));
        return Files.write(folder.resolve("web." + format.extension()), text);
    }

    private CheckIn.Result checkIn(Path source) throws IOException {
        return checkIn(source, false, Optional.empty());
    }

    private CheckIn.Result checkIn(Path source, boolean snapshots, Optional<Path> root)
            throws IOException {
        CheckIn.Request plain = CheckIn.Request.of("web", List.of(source), "in");
        CheckIn.Request request =
                new CheckIn.Request(
                        plain.machine(),
                        plain.sources(),
                        plain.definition(),
                        plain.message(),
                        plain.tag(),
                        plain.author(),
                        plain.format(),
                        plain.snapshot(),
                        snapshots,
                        plain.pick(),
                        false,
                        root);
        return new CheckIn(environment).run(request, Task.SILENT);
    }

    private void holds(String name, byte[]... disks) throws IOException {
        try (Repository repository = environment.open()) {
            Resolved found = repository.resolve(name);
            List<Revision.Disk> kept = found.revision().disks();
            assertThat(kept).hasSize(disks.length);
            for (int i = 0; i < disks.length; i++) {
                ByteBuffer bytes = ByteBuffer.allocate((int) kept.get(i).sizeBytes());
                try (BlockSource disk = repository.open(kept.get(i))) {
                    disk.read(0, bytes);
                }
                assertThat(bytes.array())
                        .as("disk %d of %s, %s", i, name, SEED)
                        .isEqualTo(disks[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DefinitionFormat.class,
            names = {"LIBVIRT", "OVF", "VMX", "VBOX", "PROXMOX", "XL"})
    void takesAllDisksOfADefinitionAndKeepsItsFile(DefinitionFormat format) throws IOException {
        DiskFormat disks =
                switch (format) {
                    case OVF, VMX -> DiskFormat.VMDK;
                    case VBOX -> DiskFormat.VDI;
                    case XL -> DiskFormat.RAW;
                    default -> DiskFormat.QCOW2;
                };
        Path file = machine(format, disks);
        checkIn(file);
        holds("web", first, second);
        try (Repository repository = environment.open()) {
            Revision.Definition kept =
                    repository.resolve("web").revision().definition().orElseThrow();
            assertThat(kept.fileName()).isEqualTo(file.getFileName().toString());
            assertThat(repository.definition(kept)).isEqualTo(Files.readAllBytes(file));
        }
        checkIn(folder); // the one definition of a folder
        holds("web", first, second);
    }

    private Path packed(boolean sound) throws IOException {
        Path ova = directory.resolve("web.ova");
        List<DiskFile> files =
                List.of(DiskFile.of("a.vmdk", "vmdk", SIZE), DiskFile.of("b.vmdk", "vmdk", SIZE));
        try (FileChannel target =
                FileChannel.open(ova, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OvaWriter writer =
                    OvaWriter.start(
                            (offset, bytes) -> target.write(bytes, offset),
                            "web",
                            MachineDefinition.plain("web", 2),
                            WriteChoices.defaults().withDiskFiles(files),
                            NOON);
            for (byte[] content : new byte[][] {first, second}) {
                Path disk = directory.resolve("temporary.vmdk");
                write(disk, DiskFormat.VMDK, content);
                try (OvaWriter.Disk member = writer.nextDisk()) {
                    member.write(ByteBuffer.wrap(Files.readAllBytes(disk)));
                }
            }
            writer.finish();
        }
        if (!sound) {
            try (RandomAccessFile file = new RandomAccessFile(ova.toFile(), "rw")) {
                file.seek(file.length() - 60_000);
                int old = file.read();
                file.seek(file.length() - 60_000);
                file.write(old ^ 1);
            }
        }
        return ova;
    }

    @Test
    void readsAPackageInPlaceAndChecksItsManifest() throws IOException {
        CheckIn.Result made = checkIn(packed(true));
        assertThat(made.warnings()).isEmpty();
        holds("web", first, second);
    }

    @Test
    void refusesAPackageWhoseManifestDoesNotHold() throws IOException {
        Path ova = packed(false);
        assertThatThrownBy(() -> checkIn(ova))
                .isInstanceOf(DefinitionException.Damaged.class)
                .hasMessageContaining("SHA-256");
        assertThatThrownBy(() -> holds("web", first, second)).isInstanceOf(IOException.class);
    }

    @Test
    void opensDisksOnlyInsideTheImportRoot() throws IOException {
        Path outside = directory.resolve("outside.raw");
        Files.write(outside, first);
        Path file = machine(DefinitionFormat.LIBVIRT, DiskFormat.RAW);
        String text = Files.readString(file).replace("disk 0.raw", outside.toString());
        Files.writeString(file, text);
        assertThatThrownBy(() -> checkIn(file))
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("outside.raw")
                .hasMessageContaining("--import-root");
        checkIn(file, false, Optional.of(directory));
        holds("web", first, second);
    }

    @Test
    void findsDisksBesideTheDefinitionWhenItNamesPathsOfAnotherHost() throws IOException {
        Path file = machine(DefinitionFormat.LIBVIRT, DiskFormat.QCOW2);
        String text =
                Files.readString(file)
                        .replace("disk 0.qcow2", "/var/lib/libvirt/images/disk 0.qcow2");
        Files.writeString(file, text);
        checkIn(file);
        holds("web", first, second);
    }

    @Test
    void unpacksGzipOfAnOvfFolder() throws IOException {
        Path file = machine(DefinitionFormat.OVF, DiskFormat.VMDK);
        Path disk = folder.resolve("disk 1.vmdk");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(disk));
        }
        Files.write(disk, packed.toByteArray());
        String text = Files.readString(file);
        int at = text.indexOf("disk 1.vmdk");
        at = text.indexOf('"', at) + 1;
        Files.writeString(
                file, text.substring(0, at) + " ovf:compression=\"gzip\"" + text.substring(at));
        checkIn(file);
        holds("web", first, second);
    }

    @Test
    void makesRevisionsOfSnapshotsWithTheirParents() throws IOException {
        Path file = machine(DefinitionFormat.VMX, DiskFormat.VMDK);
        byte[] third = SampleBytes.of(random, SIZE);
        write(folder.resolve("old.vmdk"), DiskFormat.VMDK, third);
        String vmsd =
                """
                .encoding = "UTF-8"
                snapshot.lastUID = "2"
                snapshot.current = "2"
                snapshot.numSnapshots = "2"
                snapshot0.uid = "1"
                snapshot0.filename = "web-Snapshot1.vmsn"
                snapshot0.displayName = "as installed"
                snapshot0.createTimeHigh = "0"
                snapshot0.createTimeLow = "0"
                snapshot0.numDisks = "2"
                snapshot0.disk0.fileName = "old.vmdk"
                snapshot0.disk0.node = "scsi0:0"
                snapshot0.disk1.fileName = "disk 1.vmdk"
                snapshot0.disk1.node = "scsi0:1"
                snapshot1.uid = "2"
                snapshot1.parent = "1"
                snapshot1.filename = "web-Snapshot2.vmsn"
                snapshot1.displayName = "patched"
                snapshot1.numDisks = "2"
                snapshot1.disk0.fileName = "disk 0.vmdk"
                snapshot1.disk0.node = "scsi0:0"
                snapshot1.disk1.fileName = "disk 1.vmdk"
                snapshot1.disk1.node = "scsi0:1"
                """;
        String bus = Files.readString(file).replaceAll("(?s).*?(\\w+0):0\\.fileName.*", "$1");
        Files.writeString(folder.resolve("web.vmsd"), vmsd.replace("scsi0", bus));
        CheckIn.Result made = checkIn(file, true, Optional.empty());
        assertThat(made.snapshots())
                .extracting(CheckIn.Result.Kept::name)
                .containsExactly("as installed", "patched");
        assertThat(made.parents()).containsExactly(made.snapshots().getLast().revision());
        holds("web", first, second);
        holds("web~2", third, second);
        holds("web@as-installed", third, second);
        holds("web@patched", first, second);
    }
}
