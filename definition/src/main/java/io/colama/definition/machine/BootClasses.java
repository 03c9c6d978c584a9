package io.colama.definition.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Boot orders by class of device, where the first device of each class is meant: what many formats
 * have in the place of an order of devices.
 */
public final class BootClasses {

    /** A class of devices. */
    public enum BootClass {
        /** The first hard disk. */
        DISK,
        /** The first CD or DVD drive. */
        CDROM,
        /** The first network card. */
        NETWORK,
        /** The first floppy drive. */
        FLOPPY
    }

    private BootClasses() {}

    /** The classes in the order of the machine's devices. */
    public static List<BootClass> of(MachineDefinition machine) {
        record Place(BootClass kind, OptionalInt order) {}
        Stream<Place> disks =
                machine.disks().stream().map(disk -> new Place(BootClass.DISK, disk.bootOrder()));
        Stream<Place> drives =
                machine.drives().stream().map(drive -> new Place(kind(drive), drive.bootOrder()));
        Stream<Place> networks =
                machine.networks().stream()
                        .map(card -> new Place(BootClass.NETWORK, card.bootOrder()));
        return Stream.of(disks, drives, networks)
                .flatMap(places -> places)
                .filter(place -> place.order().isPresent())
                .sorted(Comparator.comparingInt((Place place) -> place.order().orElse(0)))
                .map(Place::kind)
                .distinct()
                .toList();
    }

    private static BootClass kind(RemovableDrive drive) {
        return drive.kind() == RemovableDrive.Kind.CDROM ? BootClass.CDROM : BootClass.FLOPPY;
    }

    /** The machine with the first device of each class in this order. */
    public static MachineDefinition apply(MachineDefinition machine, List<BootClass> classes) {
        List<DiskDevice> disks = new ArrayList<>(machine.disks());
        List<RemovableDrive> drives = new ArrayList<>(machine.drives());
        List<NetworkInterface> networks = new ArrayList<>(machine.networks());
        int next = 1;
        for (BootClass kind : classes.stream().distinct().toList()) {
            OptionalInt order = OptionalInt.of(next);
            boolean found =
                    switch (kind) {
                        case DISK -> {
                            if (!disks.isEmpty()) {
                                disks.set(0, disks.get(0).withBootOrder(order));
                            }
                            yield !disks.isEmpty();
                        }
                        case NETWORK -> {
                            if (!networks.isEmpty()) {
                                networks.set(0, networks.get(0).withBootOrder(order));
                            }
                            yield !networks.isEmpty();
                        }
                        case CDROM, FLOPPY -> first(drives, kind, order);
                    };
            if (found) {
                next++;
            }
        }
        return machine.builder().disks(disks).drives(drives).networks(networks).build();
    }

    private static boolean first(List<RemovableDrive> drives, BootClass kind, OptionalInt order) {
        for (int i = 0; i < drives.size(); i++) {
            if (kind(drives.get(i)) == kind) {
                drives.set(i, drives.get(i).withBootOrder(order));
                return true;
            }
        }
        return false;
    }
}
