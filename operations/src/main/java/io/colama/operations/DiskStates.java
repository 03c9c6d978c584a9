package io.colama.operations;

import io.colama.definition.machine.DiskDevice;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.DiskSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The states of a machine that the images of its disks keep inside and its definition does not tell
 * of: as libvirt takes them, under one name in every disk.
 *
 * @param states each following the one before it
 * @param notes what the user should know
 */
record DiskStates(List<States.State> states, List<String> notes) {

    static final DiskStates NONE = new DiskStates(List.of(), List.of());

    /** Looks into the images of the machine. Names that not all of them have are left out. */
    static DiskStates of(MachineFiles files) throws IOException {
        if (!files.places().areFiles()) {
            return NONE;
        }
        List<List<DiskSnapshot>> disks = new ArrayList<>();
        for (DiskDevice disk : files.machine().disks()) {
            if (!disk.file().isEmpty()) {
                try (DiskImage image = files.places().open(disk)) {
                    disks.add(image.snapshots());
                }
            }
        }
        Set<String> some = new LinkedHashSet<>();
        disks.forEach(disk -> some.addAll(names(disk)));
        Set<String> all = new LinkedHashSet<>(some);
        disks.forEach(disk -> all.retainAll(names(disk)));
        some.removeAll(all);
        List<String> notes =
                some.isEmpty()
                        ? List.of()
                        : List.of(
                                "%s: left out, because not every disk keeps them: the snapshots %s"
                                        .formatted(
                                                files.definition().fileName(),
                                                String.join(", ", some)));
        return new DiskStates(all.isEmpty() ? List.of() : states(files, disks, all), notes);
    }

    /** The states of these names in the order of the first disk's clock. */
    private static List<States.State> states(
            MachineFiles files, List<List<DiskSnapshot>> disks, Set<String> names) {
        List<States.State> states = new ArrayList<>();
        Set<String> left = new LinkedHashSet<>(names);
        for (DiskSnapshot snapshot :
                disks.getFirst().stream()
                        .sorted(Comparator.comparing(DiskSnapshot::created))
                        .toList()) {
            if (left.remove(snapshot.name())) {
                states.add(
                        new States.State(
                                snapshot.name(),
                                states.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(states.getLast().id()),
                                snapshot.name(),
                                "snapshot " + snapshot.name(),
                                Optional.of(snapshot.created()),
                                Optional.of(files.machine())));
            }
        }
        return states;
    }

    private static Set<String> names(List<DiskSnapshot> disk) {
        Set<String> names = new LinkedHashSet<>();
        disk.stream().map(DiskSnapshot::name).filter(name -> !name.isBlank()).forEach(names::add);
        return names;
    }

    /**
     * The id of the snapshot of this name. Images find snapshots by id first, and a name may be the
     * id of another.
     */
    static String id(DiskImage image, String name) {
        return image.snapshots().stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .map(DiskSnapshot::id)
                .findFirst()
                .orElse(name);
    }
}
