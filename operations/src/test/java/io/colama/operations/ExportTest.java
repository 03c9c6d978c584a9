package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.SampleBytes;
import io.colama.block.record.Guid;
import io.colama.definition.archive.HashProgress;
import io.colama.definition.archive.OvaArchive;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole machines out and in again. */
class ExportTest {

    private static final Seed SEED = Seed.of(3_030);
    private static final int SIZE = 1_000_448;
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final String XML =
            """
            <domain type='kvm'>
              <name>old-name</name>
              <uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid>
              <memory unit='MiB'>3072</memory>
              <vcpu>4</vcpu>
              <os><type arch='x86_64' machine='q35'>hvm</type></os>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='raw'/><source file='a.raw'/><target dev='sda' bus='sata'/>
                </disk>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='raw'/><source file='b.raw'/><target dev='sdb' bus='sata'/>
                </disk>
                <interface type='network'>
                  <mac address='52:54:00:11:22:33'/><source network='lab'/><model type='e1000'/>
                </interface>
              </devices>
            </domain>
            """;

    @TempDir private Path directory;

    private Environment environment;
    private byte[] first;
    private byte[] second;

    @BeforeEach
    void checkInAMachine() throws IOException {
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        environment = new Environment(directory.resolve("repository"), clock, "ana");
        new Init(environment).run();
        RandomGenerator random = SEED.random();
        first = SampleBytes.of(random, SIZE);
        second = SampleBytes.of(random, SIZE);
        Path folder = Files.createDirectory(directory.resolve("machine"));
        Files.write(folder.resolve("a.raw"), first);
        Files.write(folder.resolve("b.raw"), second);
        Files.writeString(folder.resolve("web.xml"), XML);
        CheckIn.Request request = CheckIn.Request.of("web", List.of(folder), "in");
        new CheckIn(environment).run(request, Task.SILENT);
    }

    private Export.Result export(MachineOutput output, Path target, boolean newIdentity)
            throws IOException {
        Export.Request request =
                new Export.Request("web", target, output, false, newIdentity, false);
        return new Export(environment).run(request, Task.SILENT);
    }

    private void holds(String machine) throws IOException {
        try (Repository repository = environment.open()) {
            List<Revision.Disk> disks = repository.resolve(machine).revision().disks();
            assertThat(disks).hasSize(2);
            for (int i = 0; i < 2; i++) {
                ByteBuffer bytes = ByteBuffer.allocate(SIZE);
                try (BlockSource disk = repository.open(disks.get(i))) {
                    disk.read(0, bytes);
                }
                assertThat(bytes.array()).as(SEED.toString()).isEqualTo(i == 0 ? first : second);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(MachineOutput.class)
    void comesBackFromEveryForm(MachineOutput output) throws IOException {
        String ending =
                switch (output) {
                    case OVA -> ".ova";
                    case BOX_LIBVIRT, BOX_VIRTUALBOX -> ".box";
                    default -> "";
                };
        Path target = directory.resolve("out" + ending);
        Export.Result made = export(output, target, false);
        assertThat(made.bytesLogical()).isEqualTo(2L * SIZE);
        assertThat(made.files()).allSatisfy(file -> assertThat(Path.of(file.path())).exists());
        CheckIn.Request again = CheckIn.Request.of("again", List.of(target), "back");
        new CheckIn(environment).run(again, Task.SILENT);
        holds("again");
        MachineInfo.Result info = new MachineInfo().run(target, Task.SILENT).orElseThrow();
        MachineInfo.Result.Machine machine = info.machines().getFirst();
        if (output != MachineOutput.BOX_LIBVIRT) { // whose hardware stands in a program
            assertThat(machine.name()).isEqualTo("web");
        }
        assertThat(machine.processors()).isEqualTo(4);
        assertThat(machine.memoryBytes()).isEqualTo(3L << 30);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).noneMatch(path -> path.toString().endsWith(".partial"));
        }
    }

    @Test
    void givesAPackageWithAManifestThatHoldsAndTheSameBytesAgain() throws IOException {
        Path target = directory.resolve("out.ova");
        export(MachineOutput.OVA, target, false);
        byte[] bytes = Files.readAllBytes(target);
        try (OvaArchive archive = OvaArchive.open(target)) {
            assertThat(archive.verifyManifest(HashProgress.NONE)).isEmpty();
            assertThat(archive.members().getFirst().name()).isEqualTo("out.ovf");
        }
        Files.delete(target);
        export(MachineOutput.OVA, target, false);
        assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(
            value = MachineOutput.class,
            names = {"OVA", "BOX_LIBVIRT", "BOX_VIRTUALBOX"})
    void streamsAPackageForwardsAsItWritesItIntoAFile(MachineOutput output) throws IOException {
        Path target = directory.resolve("web." + output.suffix());
        export(output, target, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PackageStream stream = PackageStream.open(environment, "web", output, Task.SILENT)) {
            stream.write(out);
            assertThat(stream.bytes()).isEqualTo(out.size());
            assertThat(stream.fileName()).isEqualTo(String.valueOf(target.getFileName()));
        }
        assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(target));
    }

    @Test
    void streamsNoDirectory() {
        assertThatThrownBy(() ->
                        PackageStream.open(environment, "web", MachineOutput.VMX, Task.SILENT))
                .hasMessageContaining("vmx is a directory");
    }

    @Test
    void givesANewIdentityWhenAsked() throws IOException {
        export(MachineOutput.LIBVIRT, directory.resolve("same"), false);
        export(MachineOutput.LIBVIRT, directory.resolve("new"), true);
        assertThat(directory.resolve("same/same.xml")).content().contains("52:54:00:11:22:33");
        assertThat(directory.resolve("new/new.xml"))
                .content()
                .contains("52:54:00:")
                .doesNotContain("52:54:00:11:22:33")
                .doesNotContain("4dea22b3");
    }

    @Test
    void replacesNothingUnasked() throws IOException {
        Path file = Files.writeString(directory.resolve("out.ova"), "mine");
        assertThatThrownBy(() -> export(MachineOutput.OVA, file, false))
                .isInstanceOf(FileAlreadyExistsException.class);
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("mine"), "mine");
        assertThatThrownBy(() -> export(MachineOutput.VMX, full, false))
                .isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(Files.readString(file)).isEqualTo("mine");
    }

    @Test
    void leavesAFileAloneThatGotTheNameMeanwhile() throws IOException {
        Path target = directory.resolve("late");
        try (PartialDirectory partial = PartialDirectory.beside(target)) {
            Files.writeString(partial.path().resolve("x"), "x");
            Files.writeString(target, "mine");
            assertThatThrownBy(() -> partial.become(target)).isInstanceOf(IOException.class);
        }
        assertThat(target).hasContent("mine");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        try (PartialDirectory partial = PartialDirectory.beside(empty)) {
            Files.writeString(partial.path().resolve("x"), "x");
            partial.become(empty);
        }
        assertThat(empty.resolve("x")).hasContent("x");
    }

    @Test
    void leavesNothingWhenItIsStopped() {
        Task stopped = Task.unwatched(() -> true);
        for (MachineOutput output : MachineOutput.values()) {
            Path target = directory.resolve("never" + output);
            Export.Request request = new Export.Request("web", target, output, false, false, false);
            assertThatThrownBy(() -> new Export(environment).run(request, stopped))
                    .isInstanceOf(IOException.class);
            assertThat(target).doesNotExist();
        }
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("repository", "machine");
    }

    @Test
    void takesUsualHardwareWhereNothingIsKnown() throws IOException {
        CheckIn.Request bare =
                CheckIn.Request.of("bare", List.of(directory.resolve("machine/a.raw")), "disk");
        new CheckIn(environment).run(bare, Task.SILENT);
        Path target = directory.resolve("bare");
        Export.Result made =
                new Export(environment)
                        .run(
                                new Export.Request(
                                        "bare", target, MachineOutput.VMX, false, false, false),
                                Task.SILENT);
        assertThat(made.warnings()).anyMatch(text -> text.contains("no definition"));
        assertThat(new MachineInfo().run(target, Task.SILENT).map(MachineInfo.Result::format))
                .isEqualTo(Optional.of("vmx"));
    }

    private Export.Result exportInto(Path target, MachineOutput output, boolean replace)
            throws IOException {
        return new Export(environment)
                .run(new Export.Request("web", target, output, true, false, replace), Task.SILENT);
    }

    @ParameterizedTest
    @EnumSource(
            value = MachineOutput.class,
            names = {"OVA", "BOX_LIBVIRT", "BOX_VIRTUALBOX"})
    void replacesAFileWhenAsked(MachineOutput output) throws IOException {
        String ending = output == MachineOutput.OVA ? ".ova" : ".box";
        Path target = Files.writeString(directory.resolve("out" + ending), "mine");
        exportInto(target, output, true);
        new CheckIn(environment)
                .run(CheckIn.Request.of("again", List.of(target), "back"), Task.SILENT);
        holds("again");
    }

    @Test
    void replacesNoDirectoryEvenWhenAsked() throws IOException {
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("mine"), "mine");
        assertThatThrownBy(() -> exportInto(full, MachineOutput.VMX, true))
                .isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(full.resolve("mine")).hasContent("mine");
    }

    @Test
    void writesOvf20WhenAsked() throws IOException {
        Path target = directory.resolve("second");
        exportInto(target, MachineOutput.OVF, false);
        assertThat(target.resolve("second.ovf"))
                .content()
                .contains("http://schemas.dmtf.org/ovf/envelope/2")
                .doesNotContain("http://schemas.dmtf.org/ovf/envelope/1");
        new CheckIn(environment)
                .run(CheckIn.Request.of("again", List.of(target), "back"), Task.SILENT);
        holds("again");
    }

    @Test
    void givesVirtualBoxTheIdentityThatTheImageBears() throws IOException {
        Path target = directory.resolve("box");
        Export.Result made = export(MachineOutput.VBOX, target, false);
        String settings = Files.readString(target.resolve("box.vbox"));
        List<Path> images =
                made.files().stream()
                        .map(file -> Path.of(file.path()))
                        .filter(path -> path.toString().endsWith(".vdi"))
                        .toList();
        assertThat(images).hasSize(2);
        for (Path image : images) {
            ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(image));
            assertThat(settings)
                    .contains(
                            "<HardDisk uuid=\"{%s}\" location=\"%s\""
                                    .formatted(Guid.read(header, 392), image.getFileName()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MachineOutput.class,
            names = {"BOX_LIBVIRT", "BOX_VIRTUALBOX"})
    void saysWhatABoxDoesNotKeep(MachineOutput output) throws IOException {
        Export.Result made = export(output, directory.resolve("web.box"), false);
        assertThat(made.warnings()).anyMatch(text -> text.contains("does not fully keep"));
    }

    @ParameterizedTest
    @EnumSource(MachineOutput.class)
    void leavesNothingWhenItIsStoppedMidway(MachineOutput output) {
        AtomicLong done = new AtomicLong();
        Task stopped =
                new Task() {
                    @Override
                    public void begin(String what, long totalBytes) {
                        // nobody watches
                    }

                    @Override
                    public void advance(long bytes) {
                        done.addAndGet(bytes);
                    }

                    @Override
                    public boolean cancelled() {
                        return done.get() > 0;
                    }
                };
        Path target = directory.resolve("never");
        Export.Request request = new Export.Request("web", target, output, false, false, false);
        assertThatThrownBy(() -> new Export(environment).run(request, stopped))
                .isInstanceOf(IOException.class);
        assertThat(done.get()).isPositive();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("repository", "machine");
    }
}
