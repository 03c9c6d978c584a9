package io.colama.definition.machine;

import java.util.List;
import java.util.Optional;

/**
 * What a definition file says.
 *
 * @param format the format of the file
 * @param machines the machines, in the order of the file; usually one
 * @param notes what the user should know, a sentence each
 * @param snapshots the former states that the definition keeps, parents before children
 * @param current the id of the one that the present state was made from, where the file says so
 */
public record ReadDefinition(
        DefinitionFormat format,
        List<MachineDefinition> machines,
        List<String> notes,
        List<SnapshotState> snapshots,
        Optional<String> current) {

    /** Copies the lists; what is named as current and is no snapshot is left out. */
    public ReadDefinition {
        machines = List.copyOf(machines);
        notes = List.copyOf(notes);
        snapshots = List.copyOf(snapshots);
        List<String> ids = snapshots.stream().map(SnapshotState::id).toList();
        current = current.filter(ids::contains);
    }

    /** A definition that does not say what the present state was made from. */
    public ReadDefinition(
            DefinitionFormat format,
            List<MachineDefinition> machines,
            List<String> notes,
            List<SnapshotState> snapshots) {
        this(format, machines, notes, snapshots, Optional.empty());
    }
}
