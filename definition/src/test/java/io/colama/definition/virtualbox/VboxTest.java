package io.colama.definition.virtualbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Definitions;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SnapshotState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The settings of VirtualBox. */
class VboxTest {

    @Test
    void readsAMachineWithEverything() throws Exception {
        ReadDefinition read = Fixtures.read("desk.vbox");
        assertThat(read.format()).isEqualTo(DefinitionFormat.VBOX);
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.name()).isEqualTo("Desk");
        assertThat(machine.uuid().orElseThrow())
                .hasToString("0d5e7f2a-9c1b-4f4e-8a53-6f1f3a1b2c3d");
        assertThat(machine.cpu().count()).isEqualTo(4);
        assertThat(machine.firmware()).isEqualTo(Firmware.of(true, false, true));
        assertThat(machine.machineType()).contains("q35");
        assertThat(machine.os().orElseThrow().id()).isEqualTo("win10");
        assertThat(machine.description()).isEqualTo("for the front desk");
        assertThat(machine.disks())
                .containsExactly(
                        DiskDevice.of(DiskBus.SATA, 0, 1, "")
                                .withFile(
                                        "Snapshots/{aaaaaaaa-0000-4000-8000-000000000003}.vdi",
                                        Optional.of("vdi"),
                                        OptionalLong.empty())
                                .withId(Optional.of("aaaaaaaa-0000-4000-8000-000000000003"))
                                .withBootOrder(OptionalInt.of(2)));
        assertThat(machine.drives())
                .containsExactly(
                        RemovableDrive.cdrom(DiskBus.IDE, 1, 0, "/iso/additions.iso")
                                .withBootOrder(OptionalInt.of(1)));
        assertThat(machine.networks())
                .extracting(NetworkInterface::network)
                .containsExactly("", "eno1");
        assertThat(read.notes()).anyMatch(note -> note.contains("differs from its parent"));
    }

    @Test
    void readsTheTreeOfSnapshots() throws Exception {
        ReadDefinition read = Fixtures.read("desk.vbox");
        assertThat(read.snapshots())
                .extracting(SnapshotState::name)
                .containsExactly("installed", "patched");
        SnapshotState patched = read.snapshots().get(1);
        assertThat(patched.parent()).contains("11111111-1111-4111-8111-111111111111");
        assertThat(patched.created()).contains(Instant.parse("2026-02-01T10:00:00Z"));
        assertThat(patched.machine().memoryBytes()).isEqualTo(4L << 30);
        assertThat(patched.machine().name()).isEqualTo("Desk");
        assertThat(read.snapshots().get(0).machine().disks().getFirst().file())
                .isEqualTo("Desk.vdi");
        assertThat(read.current()).contains("22222222-2222-4222-8222-222222222222");
    }

    @Test
    void namesWhatIsNotRead() {
        String head = "<VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.19-linux\">";
        for (String inside : new String[] {"<Global/>", "<MachineEncrypted/>"}) {
            byte[] content = (head + inside + "</VirtualBox>").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Definitions.read("x.vbox", content))
                    .isInstanceOf(DefinitionException.Unsupported.class);
        }
    }

    @Test
    void snapshotsNestAsDeepAsPeopleTakeThem() throws Exception {
        StringBuilder text =
                new StringBuilder(
                        "<VirtualBox xmlns=\"http://www.virtualbox.org/\"><Machine name=\"m\">");
        String hardware = "<Hardware><Memory RAMSize=\"1\"/></Hardware>";
        int depth = 400;
        for (int i = 0; i < depth; i++) {
            text.append("<Snapshot uuid=\"{%d}\" name=\"s\">".formatted(i))
                    .append(hardware)
                    .append("<Snapshots>");
        }
        text.append("</Snapshots></Snapshot>".repeat(depth));
        text.append(hardware).append("</Machine></VirtualBox>");
        assertThat(
                        Definitions.read("m.vbox", text.toString().getBytes(StandardCharsets.UTF_8))
                                .snapshots())
                .hasSize(depth);
    }

    @Test
    void writesTheGoldenFile() throws Exception {
        MachineDefinition machine = Fixtures.read("desk.vbox").machines().getFirst();
        Fixtures.assertGolden("golden/desk.vbox", VboxWriter.write(machine));
    }
}
