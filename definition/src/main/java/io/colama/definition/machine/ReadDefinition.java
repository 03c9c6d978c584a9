package io.colama.definition.machine;

import java.util.List;

/**
 * What a definition file says.
 *
 * @param format the format of the file
 * @param machines the machines, in the order of the file; usually one
 * @param notes what the user should know, a sentence each
 * @param snapshots the former states that the definition keeps, parents before children
 */
public record ReadDefinition(
        DefinitionFormat format,
        List<MachineDefinition> machines,
        List<String> notes,
        List<SnapshotState> snapshots) {

    /** Copies the lists. */
    public ReadDefinition {
        machines = List.copyOf(machines);
        notes = List.copyOf(notes);
        snapshots = List.copyOf(snapshots);
    }
}
