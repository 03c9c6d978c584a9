package io.colama.operations.live;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.OsHint;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.SystemFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hardware of a machine without a definition, by what was found on its disks: UEFI where there
 * is only a way to start by it, and for Windows the devices that it has drivers for.
 */
final class GuestDefaults {

    private static final String EFI_SYSTEM = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
    private static final String BIOS_BOOT = "21686148-6449-6e6f-744e-656564454649";
    private static final long WINDOWS_MEMORY = 4L << 30;

    private GuestDefaults() {}

    /** The plain machine, changed to what fits. */
    static MachineDefinition fit(MachineDefinition plain, Inspection inspection) {
        MachineDefinition machine = plain.builder().firmware(firmware(inspection)).build();
        Optional<SystemFacts> system = inspection.systems().stream().findFirst();
        if (system.isEmpty() || !system.get().family().equals("windows")) {
            return machine;
        }
        List<DiskDevice> disks = new ArrayList<>();
        for (int i = 0; i < machine.disks().size(); i++) {
            disks.add(machine.disks().get(i).at(DiskBus.SATA, 0, i));
        }
        List<NetworkInterface> cards =
                machine.networks().stream()
                        .map(card -> card.withModel(Optional.of("e1000e")))
                        .toList();
        String id = system.get().os().id();
        return machine.builder()
                .disks(disks)
                .networks(cards)
                .memoryBytes(WINDOWS_MEMORY)
                .os(Optional.of(new OsHint(id, id)))
                .build();
    }

    private static Firmware firmware(Inspection inspection) {
        boolean efi = has(inspection, EFI_SYSTEM);
        boolean gpt = inspection.disks().stream().anyMatch(disk -> disk.table().equals("gpt"));
        return efi && gpt && !has(inspection, BIOS_BOOT) ? Firmware.UEFI : Firmware.BIOS;
    }

    private static boolean has(Inspection inspection, String partition) {
        return inspection.volumes().stream()
                .anyMatch(
                        volume -> volume.partition().toLowerCase(Locale.ROOT).contains(partition));
    }
}
