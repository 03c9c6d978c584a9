package io.colama.definition.proxmox;

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
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.SnapshotState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Configurations of Proxmox VE. */
class ProxmoxTest {

    @Test
    void readsAMachineWithEverything() throws Exception {
        ReadDefinition read = Fixtures.read("104.conf");
        assertThat(read.format()).isEqualTo(DefinitionFormat.PROXMOX);
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.description()).isEqualTo("Build host, 100% busy\nask émilie");
        assertThat(machine.cpu()).isEqualTo(new Cpu(2, 4, 1, "x86_64"));
        assertThat(machine.memoryBytes()).isEqualTo(8L << 30);
        assertThat(machine.firmware()).isEqualTo(Firmware.of(true, true, true));
        assertThat(machine.uuid().orElseThrow())
                .hasToString("5b9f1c9e-22a7-4d2c-a1e0-3c5d9a2b7f11");
        Optional<String> model = Optional.of("virtio-scsi-single");
        assertThat(machine.disks())
                .containsExactly(
                        DiskDevice.of(DiskBus.SCSI, 0, 0, "")
                                .withFile(
                                        "local-lvm:vm-104-disk-1",
                                        Optional.empty(),
                                        OptionalLong.of(32L << 30))
                                .withControllerModel(model)
                                .withBootOrder(OptionalInt.of(1)),
                        DiskDevice.of(DiskBus.SCSI, 0, 1, "")
                                .withFile(
                                        "nfs:104/vm-104-disk-2.qcow2",
                                        Optional.of("qcow2"),
                                        OptionalLong.of(512L << 20))
                                .withControllerModel(model));
        assertThat(machine.drives()).hasSize(1);
        assertThat(machine.networks())
                .extracting(NetworkInterface::vlan)
                .containsExactly(OptionalInt.of(42), OptionalInt.empty());
        assertThat(read.notes())
                .containsExactlyInAnyOrder(
                        "Changes wait for the next start of the machine; they are not read.",
                        "The volume local-lvm:vm-104-disk-9 is kept and not used.");
    }

    @Test
    void readsSnapshotSections() throws Exception {
        ReadDefinition read = Fixtures.read("104.conf");
        assertThat(read.snapshots())
                .extracting(SnapshotState::name)
                .containsExactly("fresh", "patched");
        SnapshotState fresh = read.snapshots().getFirst();
        assertThat(fresh.description()).isEqualTo("after installation");
        assertThat(fresh.created()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(fresh.machine().memoryBytes()).isEqualTo(4L << 30);
        assertThat(read.snapshots().get(1).parent()).contains("fresh");
        assertThat(read.current()).contains("patched");
    }

    @Test
    void whatCannotBeIsDamage() {
        for (String bad : new String[] {"cores: 0", "memory: lots", "no line at all"}) {
            byte[] content =
                    ("name: x\nostype: l26\nscsihw: lsi\nboot: c\n" + bad + "\n")
                            .getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Definitions.read(DefinitionFormat.PROXMOX, "x.conf", content))
                    .isInstanceOf(DefinitionException.Damaged.class);
        }
    }

    @Test
    void writesTheGoldenFile() throws Exception {
        MachineDefinition machine = Fixtures.read("104.conf").machines().getFirst();
        Fixtures.assertGolden("golden/104.conf", ProxmoxWriter.write(machine));
    }
}
