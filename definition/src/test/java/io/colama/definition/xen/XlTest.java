package io.colama.definition.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Definitions;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.RemovableDrive;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Configurations of xl and xm. */
class XlTest {

    private static DiskDevice disk(DiskBus bus, int unit, String file, String format) {
        return DiskDevice.of(bus, 0, unit, file)
                .withFile(
                        file,
                        Optional.of(format).filter(word -> !word.isEmpty()),
                        OptionalLong.empty());
    }

    @Test
    void readsAMachineWithEverything() throws Exception {
        ReadDefinition read = Fixtures.read("web.cfg");
        assertThat(read.format()).isEqualTo(DefinitionFormat.XL);
        assertThat(read.notes()).isEmpty();
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.name()).isEqualTo("web");
        assertThat(machine.cpu().count()).isEqualTo(4);
        assertThat(machine.memoryBytes()).isEqualTo(2L << 30);
        assertThat(machine.firmware().uefi()).isTrue();
        assertThat(machine.machineType()).contains("xenfv");
        assertThat(machine.disks())
                .containsExactly(
                        disk(DiskBus.XEN, 0, "/srv/web,1.qcow2", "qcow2")
                                .withBootOrder(OptionalInt.of(2)),
                        disk(DiskBus.XEN, 1, "/dev/vg0/data", "raw"),
                        disk(DiskBus.SCSI, 0, "/dev/vg0/swap", "raw"));
        assertThat(machine.drives())
                .containsExactly(
                        RemovableDrive.cdrom(DiskBus.IDE, 1, 0, "/iso/x.iso")
                                .withBootOrder(OptionalInt.of(1)));
        assertThat(machine.networks())
                .extracting(NetworkInterface::network)
                .containsExactly("xenbr0", "", "xenbr1");
    }

    @Test
    void aProgramIsParsedAndNotExecuted() throws Exception {
        ReadDefinition read = Fixtures.read("old.cfg");
        assertThat(read.notes())
                .contains("The file is partly a program; what it computes is not read.");
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.name()).isEqualTo("oldie");
        assertThat(machine.machineType()).contains("xenpv");
        assertThat(machine.disks())
                .extracting(DiskDevice::file)
                .containsExactly("/srv/old.img", "/srv/more.img");
    }

    @Test
    void listsHaveALimitOfDepth() {
        byte[] content =
                ("name = \"x\"\nmemory = 1\ndisk = " + "[".repeat(60))
                        .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Definitions.read(DefinitionFormat.XL, "x.cfg", content))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageContaining("limit on depth of lists");
    }

    @Test
    void writesTheGoldenFile() throws Exception {
        MachineDefinition machine = Fixtures.read("web.cfg").machines().getFirst();
        Fixtures.assertGolden("golden/web.cfg", XlWriter.write(machine));
    }
}
