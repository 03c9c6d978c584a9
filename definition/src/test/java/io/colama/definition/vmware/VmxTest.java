package io.colama.definition.vmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Definitions;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.OsHint;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SnapshotState;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The files of VMware. */
class VmxTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsAMachineWithEverything() throws Exception {
        ReadDefinition read = Fixtures.read("build.vmx");
        assertThat(read.format()).isEqualTo(DefinitionFormat.VMX);
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.name()).isEqualTo("Build \"box\"");
        assertThat(machine.description()).isEqualTo("first line\nsecond line");
        assertThat(machine.uuid().orElseThrow())
                .hasToString("564d6f1c-2a0b-3e44-915f-a17c00aabbcc");
        assertThat(machine.cpu()).isEqualTo(new Cpu(2, 2, 1, "x86_64"));
        assertThat(machine.memoryBytes()).isEqualTo(8L << 30);
        assertThat(machine.firmware()).isEqualTo(Firmware.of(true, true, true));
        assertThat(machine.machineType()).contains("vmx-19");
        assertThat(machine.os()).contains(new OsHint("debian11", "debian11-64"));
    }

    @Test
    void readsDisksDrivesAndCards() throws Exception {
        MachineDefinition machine = Fixtures.read("build.vmx").machines().getFirst();
        Optional<String> pvscsi = Optional.of("pvscsi");
        assertThat(machine.disks())
                .containsExactly(
                        DiskDevice.of(DiskBus.SCSI, 0, 0, "build-000002.vmdk")
                                .withControllerModel(pvscsi),
                        DiskDevice.of(DiskBus.SCSI, 0, 1, "/vmfs/volumes/data/cache.vmdk")
                                .withControllerModel(pvscsi),
                        DiskDevice.of(DiskBus.NVME, 0, 0, "fast.vmdk"));
        assertThat(machine.drives())
                .containsExactly(
                        RemovableDrive.cdrom(DiskBus.SATA, 0, 1, "debian.iso"),
                        RemovableDrive.cdrom(DiskBus.IDE, 1, 0, ""));
        assertThat(machine.networks())
                .extracting(NetworkInterface::attachment)
                .containsExactly(Attachment.NAT, Attachment.NETWORK);
        assertThat(machine.networks().get(1).network()).isEqualTo("VM Network");
        assertThat(machine.networks().getFirst().mac().orElseThrow())
                .hasToString("00:0c:29:aa:bb:cc");
    }

    @Test
    void readsSnapshotsParentsFirstAndLeavesStaleOnes() throws Exception {
        ReadDefinition read =
                VmxReader.read(
                        "build.vmx",
                        Fixtures.bytes("build.vmx"),
                        "build.vmsd",
                        Fixtures.bytes("build.vmsd"));
        List<SnapshotState> snapshots = read.snapshots();
        assertThat(read.current()).contains("2");
        assertThat(snapshots).extracting(SnapshotState::name).containsExactly("fresh", "tools");
        assertThat(snapshots.get(0).description()).isEqualTo("after installation");
        assertThat(snapshots.get(0).created())
                .contains(Instant.parse("2022-07-25T08:10:09.983790Z"));
        assertThat(snapshots.get(1).parent()).contains("1");
        assertThat(snapshots.get(1).machine().disks())
                .extracting(DiskDevice::file)
                .containsExactly("build-000001.vmdk", "cache-000001.vmdk", "fast.vmdk");
    }

    @Test
    void aCurrentSnapshotThatIsNotThereIsLeftOut() throws Exception {
        String vmsd = "snapshot.numSnapshots = \"0\"\nsnapshot.current = \"9\"\n";
        ReadDefinition read =
                VmxReader.read("b.vmx", Fixtures.bytes("build.vmx"), "b.vmsd", bytes(vmsd));
        assertThat(read.current()).isEmpty();
    }

    @Test
    void snapshotsInACircleAreDamage() {
        String circle =
                """
                snapshot.numSnapshots = "2"
                snapshot0.uid = "1"
                snapshot0.parent = "2"
                snapshot1.uid = "2"
                snapshot1.parent = "1"
                """;
        assertThatThrownBy(() ->
                        VmxSnapshots.read("c.vmsd", bytes(circle), MachineDefinition.plain("m", 0)))
                .isInstanceOf(DefinitionException.Damaged.class)
                .hasMessageContaining("its own child");
        assertThatThrownBy(() ->
                        VmxSnapshots.read(
                                "c.vmsd",
                                bytes("snapshot.numSnapshots = \"99999\""),
                                MachineDefinition.plain("m", 0)))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageContaining("limit on snapshots of a machine");
    }

    @Test
    void readsTheEncodingThatIsDeclared() throws Exception {
        byte[] content =
                ".encoding = \"windows-1252\"\nconfig.version = \"8\"\nmemsize = \"4\"\ndisplayName = \"Ger\u00e4t\"\n"
                        .getBytes(Charset.forName("windows-1252"));
        assertThat(Definitions.read("g.vmx", content).machines().getFirst().name())
                .isEqualTo("Gerät");
    }

    @Test
    void numbersThatAreNoneAreDamage() {
        String text = "config.version = \"8\"\ndisplayName = \"x\"\n";
        assertThatThrownBy(() -> Definitions.read("x.vmx", bytes(text + "memsize = \"lots\"")))
                .isInstanceOf(DefinitionException.Damaged.class)
                .hasMessage("x.vmx: memsize of lots found, a number of MiB expected");
        assertThatThrownBy(() -> Definitions.read("x.vmx", bytes(text + "numvcpus = \"0\"")))
                .isInstanceOf(DefinitionException.Damaged.class);
    }

    @Test
    void writesTheGoldenFile() throws Exception {
        MachineDefinition machine = Fixtures.read("build.vmx").machines().getFirst();
        Fixtures.assertGolden("golden/build.vmx", VmxWriter.write(machine));
    }
}
