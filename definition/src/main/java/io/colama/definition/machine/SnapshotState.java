package io.colama.definition.machine;

import java.time.Instant;
import java.util.Optional;

/**
 * A former state of a machine, as its definition keeps it.
 *
 * @param id the identity, unique in the file
 * @param parent the id of the state that it was made from; empty for the first
 * @param name what the user called it
 * @param description what the user said about it; may be empty
 * @param created when it was taken, by the clock of the host
 * @param machine the hardware then, with the files that held the disks then
 */
public record SnapshotState(
        String id,
        Optional<String> parent,
        String name,
        String description,
        Optional<Instant> created,
        MachineDefinition machine) {}
