package io.colama.operations.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.MachineDefinition;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hardware a machine without a definition gets. */
class GuestDefaultsTest {

    private static final String EFI = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
    private static final String BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649";

    private static Inspection inspection(
            String table, List<SystemFacts> systems, String... partitions) {
        List<Inspection.VolumeFacts> volumes = new ArrayList<>();
        for (String partition : partitions) {
            volumes.add(
                    new Inspection.VolumeFacts(
                            "disk0p" + (volumes.size() + 1),
                            List.of("disk0"),
                            1 << 20,
                            1 << 20,
                            partition,
                            "vfat",
                            "",
                            "",
                            "",
                            "",
                            "",
                            List.of()));
        }
        return new Inspection(
                Inspection.VERSION,
                List.of(new Inspection.DiskFacts("disk0", 1 << 30, table, "", List.of())),
                volumes,
                systems,
                List.of());
    }

    private static SystemFacts system(String family, String id) {
        return new SystemFacts(
                family,
                "disk0p2",
                List.of(),
                new SystemFacts.OsFacts(
                        id, id, "", "", List.of(), "", "", "", "x86_64", "", "", Origin.NONE),
                SystemFacts.HostFacts.UNKNOWN,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                SystemFacts.NetworkFacts.NONE,
                List.of(),
                List.of(),
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "gpt, " + EFI + ", linux, true",
        "gpt, linux, linux, false",
        "gpt, " + EFI + ", " + BIOS_BOOT + ", false",
        "dos, " + EFI + ", linux, false",
        "'', linux, linux, false"
    })
    void startsByUefiWhereThereIsNoOtherWay(
            String table, String first, String second, boolean uefi) {
        MachineDefinition machine =
                GuestDefaults.fit(
                        MachineDefinition.plain("web", 1),
                        inspection(table, List.of(), first, second));
        assertThat(machine.firmware().uefi()).isEqualTo(uefi);
    }

    @Test
    void givesWindowsWhatItHasDriversFor() {
        MachineDefinition machine =
                GuestDefaults.fit(
                        MachineDefinition.plain("web", 2),
                        inspection("dos", List.of(system("windows", "windows-2003"))));
        assertThat(machine.disks()).hasSize(2).allMatch(disk -> disk.bus() == DiskBus.SATA);
        assertThat(machine.networks())
                .isNotEmpty()
                .allMatch(card -> card.model().orElse("").equals("e1000e"));
        assertThat(machine.memoryBytes()).isEqualTo(4L << 30);
    }

    @Test
    void leavesLinuxAsItIs() {
        MachineDefinition plain = MachineDefinition.plain("web", 2);
        assertThat(
                        GuestDefaults.fit(
                                plain,
                                inspection("dos", List.of(system("linux", "debian")), "linux")))
                .isEqualTo(plain);
    }
}
