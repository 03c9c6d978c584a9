package io.colama.definition.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Definitions;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.OsHint;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.SerialPort;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Domain XML as libvirt writes it. */
class LibvirtTest {

    private static MachineDefinition of(String domain) throws Exception {
        return Definitions.read("d.xml", domain.getBytes(StandardCharsets.UTF_8))
                .machines()
                .getFirst();
    }

    @Test
    void readsADomainWithEverything() throws Exception {
        ReadDefinition read = Fixtures.read("debian.xml");
        assertThat(read.format()).isEqualTo(DefinitionFormat.LIBVIRT);
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.name()).isEqualTo("debian12");
        assertThat(machine.uuid().orElseThrow())
                .hasToString("7b1d0f9c-6f6e-4f0a-9d52-0f8e4f7d2c11");
        assertThat(machine.description()).isEqualTo("Builds packages.\nAsk the release team.");
        assertThat(machine.memoryBytes()).isEqualTo(4L << 30);
        assertThat(machine.cpu()).isEqualTo(new Cpu(1, 4, 2, "x86_64"));
        assertThat(machine.firmware()).isEqualTo(Firmware.of(true, true, true));
        assertThat(machine.machineType()).contains("pc-q35-7.2");
        assertThat(machine.os()).contains(new OsHint("debian12", "http://debian.org/debian/12"));
        assertThat(machine.serials()).containsExactly(SerialPort.TERMINAL);
        assertThat(machine.display())
                .contains(
                        new Display(
                                Display.Protocol.SPICE,
                                Optional.of("qxl"),
                                OptionalLong.of(16 << 20)));
    }

    @Test
    void readsDisksInTheirOrderWithTheirPlaces() throws Exception {
        MachineDefinition machine = Fixtures.read("debian.xml").machines().getFirst();
        assertThat(machine.disks())
                .containsExactly(
                        DiskDevice.of(
                                        DiskBus.VIRTIO,
                                        0,
                                        0,
                                        "/var/lib/libvirt/images/debian12.qcow2")
                                .withFile(
                                        "/var/lib/libvirt/images/debian12.qcow2",
                                        Optional.of("qcow2"),
                                        OptionalLong.empty())
                                .withBootOrder(OptionalInt.of(1)),
                        DiskDevice.of(DiskBus.SCSI, 1, 4, "/dev/vg0/data")
                                .withFile("/dev/vg0/data", Optional.of("raw"), OptionalLong.empty())
                                .withControllerModel(Optional.of("virtio-scsi"))
                                .withId(Optional.of("DATA-1")),
                        DiskDevice.of(DiskBus.VIRTIO, 0, 1, "scratch"));
        assertThat(machine.drives()).hasSize(1);
        assertThat(machine.networks())
                .extracting(
                        NetworkInterface::attachment,
                        NetworkInterface::network,
                        NetworkInterface::bootOrder,
                        NetworkInterface::vlan)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Attachment.NETWORK,
                                "default",
                                OptionalInt.of(2),
                                OptionalInt.empty()),
                        org.assertj.core.groups.Tuple.tuple(
                                Attachment.BRIDGE, "br0", OptionalInt.empty(), OptionalInt.of(42)));
    }

    @Test
    void notesWhatTheUserShouldKnow() throws Exception {
        assertThat(Fixtures.read("debian.xml").notes())
                .hasSize(3)
                .anyMatch(note -> note.contains("backing file"))
                .anyMatch(note -> note.contains("storage pool"))
                .anyMatch(note -> note.contains("1 devices of the host"));
    }

    @Test
    void readsTheDomainInsideASnapshot() throws Exception {
        MachineDefinition machine =
                of(
                        "<domainsnapshot><name>s</name><domain type='qemu'><name>in</name>"
                                + "<memory unit='MiB'>1</memory></domain></domainsnapshot>");
        assertThat(machine.name()).isEqualTo("in");
        assertThat(machine.memoryBytes()).isEqualTo(1 << 20);
    }

    @Test
    void memoryThatIsNoNumberIsDamage() {
        assertThatThrownBy(() -> of("<domain type='kvm'><name>n</name><memory>x</memory></domain>"))
                .isInstanceOf(DefinitionException.Damaged.class)
                .hasMessage(
                        "d.xml: memory of x KiB found, a whole number and a unit of libvirt"
                                + " expected");
    }

    @Test
    void writesTheGoldenDomain() throws Exception {
        MachineDefinition machine = Fixtures.read("debian.xml").machines().getFirst();
        Fixtures.assertGolden("golden/debian.xml", LibvirtWriter.write(machine));
    }

    @Test
    void driveNamesCountBeyondOneLetter() {
        for (int i : new int[] {0, 25, 26, 701, 702, 5000}) {
            assertThat(DriveNames.index(DriveNames.name("vd", i))).isEqualTo(i);
        }
        assertThat(DriveNames.name("sd", 26)).isEqualTo("sdaa");
    }
}
