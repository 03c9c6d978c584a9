package io.colama.definition.vmware;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.SnapshotOrder;
import io.colama.definition.machine.SnapshotState;
import io.colama.definition.text.Bound;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code .vmsd} of VMware: the snapshots of a machine. */
public final class VmxSnapshots {

    /** How many snapshots a machine may have; VMware permits 496. */
    public static final Bound SNAPSHOTS = new Bound("snapshots of a machine", 5_000);

    private static final int MAX_DISKS = 1_000;

    private VmxSnapshots() {}

    /**
     * The snapshots, parents before children. The hardware of each is the machine's own with the
     * disks that the snapshot names, because the hardware of then is in another file.
     *
     * @param machine the machine as it is now
     * @throws DefinitionException when the file is damaged
     */
    public static List<SnapshotState> read(String what, byte[] content, MachineDefinition machine)
            throws DefinitionException {
        KeyFile keys = KeyFile.parse(what, content);
        int count = keys.integer("snapshot.numSnapshots").orElse(0);
        SNAPSHOTS.check(what, count);
        List<SnapshotState> snapshots = new ArrayList<>();
        // entries past the count are left over from snapshots that were deleted
        for (int i = 0; i < count; i++) {
            String name = "snapshot" + i;
            Optional<String> uid = keys.value(name + ".uid");
            if (uid.isEmpty()) {
                continue;
            }
            snapshots.add(
                    new SnapshotState(
                            uid.get(),
                            keys.value(name + ".parent").filter(parent -> !parent.equals("0")),
                            keys.value(name + ".displayName").orElse(""),
                            keys.value(name + ".description").orElse(""),
                            created(keys, name),
                            then(keys, name, machine)));
        }
        return SnapshotOrder.sorted(what, snapshots);
    }

    /**
     * The id of the snapshot that the machine is at; empty when the file names none.
     *
     * @throws DefinitionException when the file is damaged
     */
    public static Optional<String> current(String what, byte[] content) throws DefinitionException {
        return KeyFile.parse(what, content).value("snapshot.current");
    }

    /** Microseconds of the epoch, in two halves of 32 bits that may be written as signed. */
    private static Optional<Instant> created(KeyFile keys, String name) {
        try {
            long high = Long.parseLong(keys.value(name + ".createTimeHigh").orElse(""));
            long low = Long.parseLong(keys.value(name + ".createTimeLow").orElse(""));
            long micros = high << 32 | (low & 0xFFFF_FFFFL);
            return Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static MachineDefinition then(KeyFile keys, String name, MachineDefinition machine) {
        List<DiskDevice> disks = new ArrayList<>(machine.disks());
        int count = Math.min(keys.integer(name + ".numDisks").orElse(0), MAX_DISKS);
        for (int i = 0; i < count; i++) {
            Optional<String> file = keys.value(name + ".disk" + i + ".fileName");
            String node = keys.value(name + ".disk" + i + ".node").orElse("");
            for (int j = 0; j < disks.size() && file.isPresent(); j++) {
                DiskDevice disk = disks.get(j);
                String place = disk.bus().word() + disk.controller() + ":" + disk.unit();
                if (place.equalsIgnoreCase(node)) {
                    disks.set(j, disk.withFile(file.get(), disk.format(), disk.sizeBytes()));
                }
            }
        }
        return machine.builder().disks(disks).build();
    }
}
