package io.colama.operations;

import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.SnapshotState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells what a definition, package, box or folder says of its machines. Needs no repository. */
public final class MachineInfo {

    /** Looks at machines. */
    public MachineInfo() {}

    /**
     * What is said.
     *
     * @param file its name
     * @param format the format of the definition
     * @param definition the name of the definition file
     * @param machines the machines
     * @param snapshots the names of kept states, parents first
     * @param warnings what should be known
     */
    public record Result(
            String file,
            String format,
            String definition,
            List<Machine> machines,
            List<String> snapshots,
            List<String> warnings) {

        /**
         * A machine.
         *
         * @param name what it is called
         * @param processors how many virtual processors it has
         * @param memoryBytes its memory
         * @param firmware what runs before the operating system
         * @param os the declared operating system; may be empty
         * @param disks its hard disks
         * @param networks its network cards: MAC address and network, what is known of them
         */
        public record Machine(
                String name,
                int processors,
                long memoryBytes,
                String firmware,
                String os,
                List<Disk> disks,
                List<String> networks) {}

        /**
         * A hard disk.
         *
         * @param bus how it is attached
         * @param file its file, as the definition names it
         * @param bytesLogical its size, where it is told; else 0
         */
        public record Disk(String bus, String file, long bytesLogical) {}
    }

    /** Looks; empty when {@code file} is not for machines but a disk image. */
    public Optional<Result> run(Path file, Task task) throws IOException {
        Optional<MachineFiles> found =
                MachineFiles.find(
                        file, Optional.empty(), MachineFiles.ANY, SourceFiles.PLAIN, task);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (MachineFiles files = found.get()) {
            return Optional.of(
                    new Result(
                            file.toString(),
                            files.read().format().formatName(),
                            files.definition().fileName(),
                            files.read().machines().stream().map(MachineInfo::machine).toList(),
                            files.read().snapshots().stream().map(SnapshotState::name).toList(),
                            files.notes()));
        }
    }

    private static Result.Machine machine(MachineDefinition machine) {
        return new Result.Machine(
                machine.name(),
                machine.cpu().count(),
                machine.memoryBytes(),
                machine.firmware().kind().name().toLowerCase(Locale.ROOT)
                        + (machine.firmware().secureBoot() ? ", secure boot" : ""),
                machine.os().map(os -> os.id().isEmpty() ? os.declared() : os.id()).orElse(""),
                machine.disks().stream()
                        .map(disk ->
                                new Result.Disk(
                                        disk.bus().name().toLowerCase(Locale.ROOT),
                                        disk.file(),
                                        disk.sizeBytes().orElse(0)))
                        .toList(),
                machine.networks().stream()
                        .map(card ->
                                (card.mac().map(Object::toString).orElse("") + " " + card.network())
                                        .strip())
                        .toList());
    }
}
