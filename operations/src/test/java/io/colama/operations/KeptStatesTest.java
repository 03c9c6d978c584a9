package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.record.Guid;
import io.colama.definition.Definitions;
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
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The snapshots of a machine become revisions with the parents that they have, in every vendor's
 * way.
 */
class KeptStatesTest {

    private static final Seed SEED = Seed.of(3_333);
    private static final int MIB = 1 << 20;
    private static final int SIZE = 3 * MIB;

    @TempDir private Path directory;

    private final RandomGenerator random = SEED.random();
    private Environment environment;
    private Path folder;

    @BeforeEach
    void makeRepository() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
        environment = new Environment(directory.resolve("repository"), clock, "ana");
        new Init(environment).run();
        folder = Files.createDirectory(directory.resolve("machine"));
    }

    private CheckIn.Result checkIn(Path source, Optional<String> snapshot) throws IOException {
        CheckIn.Request plain = CheckIn.Request.of("web", List.of(source), "in");
        return new CheckIn(environment)
                .run(
                        new CheckIn.Request(
                                plain.machine(),
                                plain.sources(),
                                plain.definition(),
                                plain.message(),
                                plain.tag(),
                                plain.author(),
                                plain.format(),
                                snapshot,
                                snapshot.isEmpty(),
                                plain.pick(),
                                false,
                                Optional.empty()),
                        Task.SILENT);
    }

    private static String revision(CheckIn.Result made, String name) {
        return made.snapshots().stream()
                .filter(kept -> kept.name().equals(name))
                .findFirst()
                .orElseThrow()
                .revision();
    }

    /** The revision holds these disks and follows these. */
    private void holds(String name, List<String> parents, byte[]... disks) throws IOException {
        try (Repository repository = environment.open()) {
            Resolved found = repository.resolve(name);
            assertThat(found.revision().parents()).extracting(Object::toString).isEqualTo(parents);
            List<Revision.Disk> kept = found.revision().disks();
            assertThat(kept).hasSize(disks.length);
            for (int i = 0; i < disks.length; i++) {
                ByteBuffer bytes = ByteBuffer.allocate((int) kept.get(i).sizeBytes());
                try (BlockSource disk = repository.open(kept.get(i))) {
                    disk.read(0, bytes);
                }
                assertThat(Arrays.equals(bytes.array(), disks[i]))
                        .as("disk %d of %s, %s", i, name, SEED)
                        .isTrue();
            }
        }
    }

    private byte[] noise() {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return bytes;
    }

    private Path vdi(String name, byte[] content) throws IOException {
        return image(name, DiskFormat.VDI, content);
    }

    private Path image(String name, DiskFormat format, byte[] content) throws IOException {
        Path image = folder.resolve(name);
        Files.createDirectories(image.getParent());
        WriteOptions options = WriteOptions.defaults();
        try (BlockSink sink = DiskWriters.create(image, format, SIZE, options)) {
            sink.write(0, ByteBuffer.wrap(content));
            sink.finish();
        }
        return image;
    }

    /** Makes {@code child} differ from {@code parent}, which shows through as the given MiB. */
    private static void over(Path child, Path parent, int transparent) throws IOException {
        ByteBuffer above = ByteBuffer.wrap(Files.readAllBytes(child));
        ByteBuffer below = ByteBuffer.wrap(Files.readAllBytes(parent));
        above.order(ByteOrder.LITTLE_ENDIAN).putInt(76, 4);
        above.put(424, below, 392, 16).put(440, below, 408, 16);
        above.putInt(512 + transparent * Integer.BYTES, -1);
        Files.write(child, above.array());
    }

    private static UUID uuid(Path image) throws IOException {
        return Guid.read(ByteBuffer.wrap(Files.readAllBytes(image)), 392);
    }

    private static byte[] through(byte[] above, byte[] below, int transparent) {
        byte[] seen = above.clone();
        System.arraycopy(below, transparent * MIB, seen, transparent * MIB, MIB);
        return seen;
    }

    @Test
    void takesAVirtualBoxChainOfDifferencingImagesThatWasRestoredToAnOlderSnapshot()
            throws IOException {
        byte[] base = noise();
        byte[] second = noise();
        byte[] third = noise();
        Path root = vdi("web.vdi", base);
        Path patched = vdi("Snapshots/patched.vdi", second);
        over(patched, root, 1);
        Path now = vdi("Snapshots/now.vdi", third);
        over(now, root, 0);
        Path file = folder.resolve("web.vbox");
        Files.writeString(
                file,
                VBOX.replace("$BASE", uuid(root).toString())
                        .replace("$PATCHED", uuid(patched).toString())
                        .replace("$NOW", uuid(now).toString()));
        CheckIn.Result made = checkIn(file, Optional.empty());
        assertThat(made.snapshots())
                .extracting(CheckIn.Result.Kept::name)
                .containsExactly("installed", "patched");
        String installed = revision(made, "installed");
        holds("web@installed", List.of(), base);
        holds("web@patched", List.of(installed), through(second, base, 1));
        holds("web", List.of(installed), through(third, base, 0));
    }

    @Test
    void takesTheCheckpointsOfAnExportOfHyperV() throws IOException {
        byte[] base = noise();
        byte[] now = noise();
        image("Virtual Hard Disks/web.vhdx", DiskFormat.VHDX, base);
        image("Virtual Hard Disks/web_1.vhdx", DiskFormat.VHDX, now);
        Path machines = Files.createDirectories(folder.resolve("Virtual Machines"));
        Path snapshots = Files.createDirectories(folder.resolve("Snapshots"));
        Files.writeString(machines.resolve("B.xml"), HYPERV.formatted("web_1.vhdx", "web"));
        Files.writeString(snapshots.resolve("A.xml"), HYPERV.formatted("web.vhdx", "installed"));
        CheckIn.Result made = checkIn(folder, Optional.empty());
        holds("web@installed", List.of(), base);
        holds("web", List.of(revision(made, "installed")), now);
        try (Repository repository = environment.open()) {
            Revision revision = repository.resolve("web").revision();
            assertThat(revision.definition().orElseThrow().fileName()).isEqualTo("B.xml");
        }
    }

    private static final String HYPERV =
            """
            <configuration>
              <_83f8638b-8dca-4152-9eda-2ca8b33039b4_><controller0><drive0>
                <pathname type="string">C:\\VMs\\%s</pathname><type type="string">VHD</type>
              </drive0></controller0></_83f8638b-8dca-4152-9eda-2ca8b33039b4_>
              <manifest><vdev001>
                <device type="string">83f8638b-8dca-4152-9eda-2ca8b33039b4</device>
                <instance type="string">83f8638b-8dca-4152-9eda-2ca8b33039b4</instance>
              </vdev001></manifest>
              <properties>
                <name type="string">%s</name><type_id type="string">Virtual Machines</type_id>
              </properties>
              <settings><memory><bank><size type="integer">512</size></bank></memory></settings>
            </configuration>
            """;

    private static final String VBOX =
            """
            <VirtualBox xmlns="http://www.virtualbox.org/" version="1.16-linux">
             <Machine uuid="{0d5e7f2a-9c1b-4f4e-8a53-6f1f3a1b2c3d}" name="web" OSType="Debian_64"
               currentSnapshot="{11111111-1111-4111-8111-111111111111}" snapshotFolder="Snapshots">
              <MediaRegistry><HardDisks>
               <HardDisk uuid="{$BASE}" location="web.vdi" format="VDI" type="Normal">
                <HardDisk uuid="{$PATCHED}" location="Snapshots/patched.vdi" format="VDI"/>
                <HardDisk uuid="{$NOW}" location="Snapshots/now.vdi" format="VDI"/>
               </HardDisk>
              </HardDisks></MediaRegistry>
              <Snapshot uuid="{11111111-1111-4111-8111-111111111111}" name="installed"
                timeStamp="2026-01-01T10:00:00Z">
               <Hardware><Memory RAMSize="512"/></Hardware>
               <StorageControllers><StorageController name="SATA" type="AHCI" PortCount="1">
                <AttachedDevice type="HardDisk" port="0" device="0"><Image uuid="{$BASE}"/></AttachedDevice>
               </StorageController></StorageControllers>
               <Snapshots>
                <Snapshot uuid="{22222222-2222-4222-8222-222222222222}" name="patched"
                  timeStamp="2026-02-01T10:00:00Z">
                 <Hardware><Memory RAMSize="512"/></Hardware>
                 <StorageControllers><StorageController name="SATA" type="AHCI" PortCount="1">
                  <AttachedDevice type="HardDisk" port="0" device="0"><Image uuid="{$PATCHED}"/></AttachedDevice>
                 </StorageController></StorageControllers>
                </Snapshot>
               </Snapshots>
              </Snapshot>
              <Hardware><Memory RAMSize="1024"/></Hardware>
              <StorageControllers><StorageController name="SATA" type="AHCI" PortCount="1">
               <AttachedDevice type="HardDisk" port="0" device="0"><Image uuid="{$NOW}"/></AttachedDevice>
              </StorageController></StorageControllers>
             </Machine>
            </VirtualBox>
            """;

    /** A qcow2 image with a state for each name, made in this order, and one after them. */
    private Path qcow2(String name, String... states) throws IOException, InterruptedException {
        ForeignTool img = ForeignTool.require("qemu-img");
        ForeignTool io = ForeignTool.require("qemu-io");
        Path image = folder.resolve(name);
        img.run("create", "-q", "-f", "qcow2", image, SIZE);
        for (int i = 0; i <= states.length; i++) {
            int value = 1 + random.nextInt(255);
            int at = random.nextInt(SIZE - MIB);
            io.run("-f", "qcow2", "-c", "write -P %d %d 200000".formatted(value, at), image);
            if (i < states.length) {
                img.run("snapshot", "-c", states[i], image);
            }
        }
        return image;
    }

    private byte[] state(Path image, String name) throws IOException, InterruptedException {
        Path raw = directory.resolve("state.raw");
        List<Object> command = new ArrayList<>(List.of("convert", "-f", "qcow2", "-O", "raw"));
        if (!name.isEmpty()) {
            command.addAll(List.of("-l", "snapshot.name=" + name));
        }
        command.addAll(List.of(image, raw));
        ForeignTool.require("qemu-img").run(command.toArray());
        return Files.readAllBytes(raw);
    }

    private Path libvirt(String... disks) throws IOException {
        List<DiskFile> files = new ArrayList<>();
        for (String disk : disks) {
            files.add(DiskFile.of(disk, "qcow2", SIZE));
        }
        return Files.write(
                folder.resolve("web.xml"),
                Definitions.write(
                        DefinitionFormat.LIBVIRT,
                        MachineDefinition.plain("web", disks.length),
                        WriteChoices.defaults().withDiskFiles(files)));
    }

    @Test
    void takesTheSnapshotsInsideTheDisksThatProxmoxNames()
            throws IOException, InterruptedException {
        Path disk = qcow2("vm-104-disk-0.qcow2", "fresh", "patched", "2");
        Path file = folder.resolve("104.conf");
        String hardware =
                """
                cores: 1
                memory: 512
                name: web
                ostype: l26
                scsi0: nfs:104/vm-104-disk-0.qcow2,size=3M
                scsihw: virtio-scsi-single
                """;
        Files.writeString(
                file,
                hardware
                        + "parent: patched\n\n[2]\nparent: patched\nsnaptime: 1720000000\n"
                        + hardware
                        + "\n[fresh]\nsnaptime: 1700000000\n"
                        + hardware
                        + "\n[patched]\nparent: fresh\nsnaptime: 1710000000\n"
                        + hardware);
        CheckIn.Result made = checkIn(file, Optional.empty());
        String fresh = revision(made, "fresh");
        String patched = revision(made, "patched");
        holds("web@fresh", List.of(), state(disk, "fresh"));
        holds("web@patched", List.of(fresh), state(disk, "patched"));
        holds("web@2", List.of(patched), state(disk, "2"));
        holds("web", List.of(patched), state(disk, ""));
    }

    @Test
    void takesTheSnapshotsThatAllDisksOfALibvirtDomainKeep()
            throws IOException, InterruptedException {
        // names that are the ids of others
        Path first = qcow2("a.qcow2", "2", "1", "mine");
        Path second = qcow2("b.qcow2", "other", "2", "1");
        Path file = libvirt("a.qcow2", "b.qcow2");
        CheckIn.Result made = checkIn(file, Optional.empty());
        assertThat(made.snapshots())
                .extracting(CheckIn.Result.Kept::name)
                .containsExactly("2", "1");
        assertThat(made.warnings())
                .singleElement()
                .asString()
                .contains("not every disk")
                .endsWith("mine, other");
        String two = revision(made, "2");
        holds("web@2", List.of(), state(first, "2"), state(second, "2"));
        holds("web@1", List.of(two), state(first, "1"), state(second, "1"));
        holds("web", List.of(revision(made, "1")), state(first, ""), state(second, ""));
    }

    @Test
    void takesOneSnapshotOfALibvirtDomainInsteadOfThePresent()
            throws IOException, InterruptedException {
        Path first = qcow2("a.qcow2", "2", "1");
        checkIn(libvirt("a.qcow2"), Optional.of("2"));
        holds("web", List.of(), state(first, "2"));
    }

    @Test
    void aDiskWithoutSnapshotsLeavesNoneToTheDomain() throws IOException, InterruptedException {
        Path first = qcow2("a.qcow2", "fresh");
        Path second = qcow2("b.qcow2");
        CheckIn.Result made = checkIn(libvirt("a.qcow2", "b.qcow2"), Optional.empty());
        assertThat(made.snapshots()).isEmpty();
        assertThat(made.warnings()).singleElement().asString().endsWith("fresh");
        holds("web", List.of(), state(first, ""), state(second, ""));
    }
}
