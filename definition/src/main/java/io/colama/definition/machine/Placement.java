package io.colama.definition.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where disks and drives can be in a format: its buses and how many units a controller has.
 *
 * @param unitsPerController the buses of the format, with the number of units at a controller;
 *     {@link #FLAT} for a bus whose devices are just numbered
 * @param fallback the bus for devices whose own the format does not have
 * @param reservedScsiUnit the unit that a SCSI controller takes itself, or -1
 */
public record Placement(
        Map<DiskBus, Integer> unitsPerController, DiskBus fallback, int reservedScsiUnit) {

    /** One endless controller: units alone tell devices apart. */
    public static final int FLAT = Integer.MAX_VALUE;

    private static final int MAX_CONTROLLERS = 1024;

    private record Place(DiskBus bus, int controller, int unit) {}

    /** Copies the map and checks that the fallback is one of its buses. */
    public Placement {
        unitsPerController = Map.copyOf(unitsPerController);
        if (!unitsPerController.containsKey(fallback)) {
            throw new IllegalArgumentException("fallback " + fallback + " is not supported");
        }
    }

    /** Places without a reserved unit. */
    public Placement(Map<DiskBus, Integer> unitsPerController, DiskBus fallback) {
        this(unitsPerController, fallback, -1);
    }

    /**
     * The machine with every disk and drive at a place of its own that the format has. What is at
     * such a place already stays there; the rest moves to the next free one, disks first.
     */
    public MachineDefinition fit(MachineDefinition machine) {
        Set<Place> taken = new HashSet<>();
        List<DiskDevice> disks = new ArrayList<>(machine.disks());
        List<RemovableDrive> drives = new ArrayList<>(machine.drives());
        List<Integer> homelessDisks = new ArrayList<>();
        List<Integer> homelessDrives = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            DiskDevice disk = disks.get(i);
            if (!stays(new Place(disk.bus(), disk.controller(), disk.unit()), taken)) {
                homelessDisks.add(i);
            }
        }
        for (int i = 0; i < drives.size(); i++) {
            RemovableDrive drive = drives.get(i);
            if (!stays(new Place(drive.bus(), drive.controller(), drive.unit()), taken)) {
                homelessDrives.add(i);
            }
        }
        for (int i : homelessDisks) {
            Place place = free(disks.get(i).bus(), taken);
            disks.set(i, disks.get(i).at(place.bus(), place.controller(), place.unit()));
        }
        for (int i : homelessDrives) {
            Place place = free(drives.get(i).bus(), taken);
            drives.set(i, drives.get(i).at(place.bus(), place.controller(), place.unit()));
        }
        return machine.builder().disks(disks).drives(drives).build();
    }

    private boolean stays(Place place, Set<Place> taken) {
        int units = units(place.bus());
        boolean exists =
                place.unit() < units
                        && (units == FLAT
                                ? place.controller() == 0
                                : place.controller() < MAX_CONTROLLERS);
        return exists && !reserved(place) && taken.add(place);
    }

    private boolean reserved(Place place) {
        return place.bus() == DiskBus.SCSI && place.unit() == reservedScsiUnit;
    }

    private int units(DiskBus bus) {
        // a floppy controller has two units everywhere
        return bus == DiskBus.FDC ? 2 : unitsPerController.getOrDefault(bus, 0);
    }

    private Place free(DiskBus wanted, Set<Place> taken) {
        DiskBus bus = units(wanted) > 0 ? wanted : fallback;
        int units = units(bus);
        for (int n = 0; ; n++) {
            Place place =
                    new Place(bus, units == FLAT ? 0 : n / units, units == FLAT ? n : n % units);
            if (!reserved(place) && taken.add(place)) {
                return place;
            }
        }
    }
}
