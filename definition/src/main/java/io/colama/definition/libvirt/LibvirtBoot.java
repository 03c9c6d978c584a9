package io.colama.definition.libvirt;

import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The boot order of a domain: by device, or by class of device, where the first device of each
 * class is meant.
 */
final class LibvirtBoot {

    private LibvirtBoot() {}

    static MachineDefinition apply(XmlElement domain, MachineDefinition machine) {
        List<String> classes =
                domain.child("os").stream()
                        .flatMap(os -> os.children("boot"))
                        .flatMap(boot -> boot.attribute("dev").stream())
                        .distinct()
                        .toList();
        boolean byDevice =
                machine.disks().stream().anyMatch(disk -> disk.bootOrder().isPresent())
                        || machine.networks().stream().anyMatch(n -> n.bootOrder().isPresent())
                        || machine.drives().stream().anyMatch(d -> d.bootOrder().isPresent());
        if (byDevice || classes.isEmpty()) {
            return machine;
        }
        List<DiskDevice> disks = new ArrayList<>(machine.disks());
        List<RemovableDrive> drives = new ArrayList<>(machine.drives());
        List<NetworkInterface> networks = new ArrayList<>(machine.networks());
        int next = 1;
        for (String name : classes) {
            OptionalInt order = OptionalInt.of(next);
            boolean found =
                    switch (name) {
                        case "hd" -> {
                            if (disks.isEmpty()) {
                                yield false;
                            }
                            disks.set(0, disks.get(0).withBootOrder(order));
                            yield true;
                        }
                        case "network" -> {
                            if (networks.isEmpty()) {
                                yield false;
                            }
                            networks.set(0, networks.get(0).withBootOrder(order));
                            yield true;
                        }
                        case "cdrom" -> first(drives, RemovableDrive.Kind.CDROM, order);
                        case "fd" -> first(drives, RemovableDrive.Kind.FLOPPY, order);
                        default -> false;
                    };
            if (found) {
                next++;
            }
        }
        return machine.builder().disks(disks).drives(drives).networks(networks).build();
    }

    private static boolean first(
            List<RemovableDrive> drives, RemovableDrive.Kind kind, OptionalInt order) {
        for (int i = 0; i < drives.size(); i++) {
            if (drives.get(i).kind() == kind) {
                drives.set(i, drives.get(i).withBootOrder(order));
                return true;
            }
        }
        return false;
    }
}
