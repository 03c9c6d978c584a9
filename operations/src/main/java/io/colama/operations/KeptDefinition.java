package io.colama.operations;

import io.colama.definition.Definitions;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The hardware of a revision: what its definition file says, or a plain machine. */
public final class KeptDefinition {

    private KeptDefinition() {}

    /**
     * The machine with as many disks as the revision has, of their sizes and without files.
     *
     * @param notes takes what the user should know
     */
    public static MachineDefinition of(Repository repository, Revision revision, List<String> notes)
            throws IOException {
        int count = revision.disks().size();
        MachineDefinition machine =
                read(repository, revision, notes)
                        .orElseGet(() -> MachineDefinition.plain(revision.machine(), count));
        List<DiskDevice> devices = machine.disks();
        if (devices.size() != count) {
            notes.add(
                    "The definition has %d disks and the revision %d; they are attached as usual."
                            .formatted(devices.size(), count));
            devices = MachineDefinition.plain(revision.machine(), count).disks();
        }
        List<DiskDevice> disks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OptionalLong size = OptionalLong.of(revision.disks().get(i).sizeBytes());
            disks.add(devices.get(i).withFile("", Optional.empty(), size).withId(Optional.empty()));
        }
        return machine.builder().disks(disks).build();
    }

    /** What the revision's definition file says; empty without a file that can be read. */
    public static Optional<MachineDefinition> read(
            Repository repository, Revision revision, List<String> notes) throws IOException {
        if (revision.definition().isEmpty()) {
            notes.add(
                    "The revision has no definition: 2 processors, 2 GiB of memory and usual devices are taken.");
            return Optional.empty();
        }
        Revision.Definition file = revision.definition().get();
        ReadDefinition read;
        try {
            read = Definitions.read(file.fileName(), repository.definition(file));
        } catch (DefinitionException unreadable) {
            notes.add(
                    "The definition is not read (%s); usual hardware is taken."
                            .formatted(unreadable.getMessage()));
            return Optional.empty();
        }
        List<MachineDefinition> fitting =
                read.machines().stream()
                        .filter(one -> one.disks().size() == revision.disks().size())
                        .toList();
        if (read.machines().size() > 1) {
            notes.add(
                    "The definition has %d machines; the first with as many disks is taken."
                            .formatted(read.machines().size()));
        }
        return fitting.stream().findFirst().or(() -> read.machines().stream().findFirst());
    }
}
