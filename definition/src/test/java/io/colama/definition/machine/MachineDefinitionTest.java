package io.colama.definition.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The model. */
class MachineDefinitionTest {

    @Test
    void aPlainMachineHasTwoProcessorsAndItsDisks() {
        MachineDefinition plain = MachineDefinition.plain("web", 3);
        assertThat(plain.cpu().count()).isEqualTo(2);
        assertThat(plain.memoryBytes()).isEqualTo(2L << 30);
        assertThat(plain.disks()).extracting(DiskDevice::unit).containsExactly(0, 1, 2);
        assertThat(plain.networks()).hasSize(1);
    }

    @Test
    void aNewIdentityIsARandomUuidAndAddressesOfKvm() {
        MachineDefinition plain = MachineDefinition.plain("web", 1);
        MachineDefinition clone = plain.withNewIdentity(new Seed(1).random());
        assertThat(clone.uuid().orElseThrow().version()).isEqualTo(4);
        assertThat(clone.uuid().orElseThrow().variant()).isEqualTo(2);
        assertThat(clone.networks().getFirst().mac().orElseThrow().text()).startsWith("52:54:00:");
        assertThat(clone.builder().uuid(Optional.empty()).networks(plain.networks()).build())
                .isEqualTo(plain);
        assertThat(plain.withNewIdentity(new Seed(2).random())).isNotEqualTo(clone);
    }

    @Test
    void diskFilesReplaceTheNamesOfAllDisks() {
        MachineDefinition placed =
                MachineDefinition.plain("web", 1)
                        .withDiskFiles(List.of(DiskFile.of("a.vmdk", "vmdk", 1 << 20)));
        assertThat(placed.disks().getFirst().file()).isEqualTo("a.vmdk");
        assertThat(placed.disks().getFirst().sizeBytes()).isEqualTo(OptionalLong.of(1 << 20));
        assertThatThrownBy(() ->
                        placed.withDiskFiles(
                                List.of(DiskFile.of("", "", 0), DiskFile.of("", "", 0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressesAreReadInEverySpelling() {
        for (String text : List.of("08:00:27:AB:cd:ef", "08-00-27-ab-cd-ef", "080027ABCDEF")) {
            assertThat(MacAddress.parse(text).orElseThrow().text()).isEqualTo("08:00:27:ab:cd:ef");
        }
        assertThat(MacAddress.parse("08:00:27")).isEmpty();
    }

    @Test
    void placementMovesWhatTheFormatDoesNotHaveAndWhatCollides() {
        Placement placement = new Placement(Map.of(DiskBus.IDE, 2, DiskBus.SATA, 2), DiskBus.SATA);
        MachineDefinition machine =
                new MachineBuilder()
                        .disk(DiskDevice.of(DiskBus.VIRTIO, 0, 0, "a"))
                        .disk(DiskDevice.of(DiskBus.SATA, 0, 0, "b"))
                        .disk(DiskDevice.of(DiskBus.SATA, 0, 0, "c"))
                        .disk(DiskDevice.of(DiskBus.IDE, 0, 7, "d"))
                        .drive(RemovableDrive.cdrom(DiskBus.SCSI, 0, 0, "e"))
                        .build();
        MachineDefinition placed = placement.fit(machine);
        assertThat(placed.disks())
                .containsExactly(
                        DiskDevice.of(DiskBus.SATA, 0, 1, "a"),
                        DiskDevice.of(DiskBus.SATA, 0, 0, "b"),
                        DiskDevice.of(DiskBus.SATA, 1, 0, "c"),
                        DiskDevice.of(DiskBus.IDE, 0, 0, "d"));
        assertThat(placed.drives()).containsExactly(RemovableDrive.cdrom(DiskBus.SATA, 1, 1, "e"));
    }
}
