package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.RevisionWalk;
import io.colama.store.Hash;
import io.colama.store.Sharing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Tells what each machine takes that no other needs: what would be free without it. */
public final class Savings {

    private final Environment environment;

    /** Looks at the repository of the environment. */
    public Savings(Environment environment) {
        this.environment = environment;
    }

    /**
     * A machine.
     *
     * @param revisions how many its head and its tags lead to
     * @param bytesLogical the virtual size of all disks of these
     * @param bytesAlone bytes of the blocks that are in its disks and in those of no other machine
     *     that was looked at, uncompressed
     */
    public record Part(String machine, long revisions, long bytesLogical, long bytesAlone) {}

    /**
     * All.
     *
     * @param revisions how many, each once
     * @param bytesLogical the virtual size of all their disks
     * @param bytesDifferent bytes of the different blocks, uncompressed
     * @param machines by name
     */
    public record Result(
            long revisions, long bytesLogical, long bytesDifferent, List<Part> machines) {}

    /**
     * Compares machines with each other, and with no others.
     *
     * @param wanted tells by the name
     */
    public Result run(Predicate<String> wanted, Task task) throws IOException {
        try (Repository repository = environment.open()) {
            List<String> names = repository.machineNames().stream().filter(wanted).toList();
            if (names.size() > Sharing.MOST_GROUPS) {
                throw new OperationException(
                        Failure.UNSUPPORTED,
                        "%d machines: at most %d can be compared at once"
                                .formatted(names.size(), Sharing.MOST_GROUPS));
            }
            Sharing sharing = repository.store().sharing();
            Set<Hash> counted = new LinkedHashSet<>();
            List<Counted> groups = new ArrayList<>();
            long logical = 0;
            for (String name : names) {
                task.begin("machine " + name, 0);
                Set<Hash> disks = new LinkedHashSet<>();
                long revisions = 0;
                long bytes = 0;
                RevisionWalk walk = repository.walk(heads(repository.machine(name)));
                for (Optional<RevisionWalk.Step> step = walk.next();
                        step.isPresent();
                        step = walk.next()) {
                    Revision revision = step.get().revision();
                    revisions++;
                    bytes += revision.sizeBytes();
                    logical += counted.add(step.get().id()) ? revision.sizeBytes() : 0;
                    revision.disks().forEach(disk -> disks.add(disk.id()));
                }
                groups.add(new Counted(sharing.add(disks, task), name, revisions, bytes));
            }
            List<Part> parts =
                    groups.stream()
                            .map(group ->
                                    new Part(
                                            group.name,
                                            group.revisions,
                                            group.bytes,
                                            sharing.aloneBytes(group.number)))
                            .toList();
            return new Result(counted.size(), logical, sharing.differentBytes(), parts);
        }
    }

    private record Counted(int number, String name, long revisions, long bytes) {}

    private static List<Hash> heads(Machine machine) {
        List<Hash> heads = new ArrayList<>(machine.tags().values());
        heads.add(machine.head());
        return heads;
    }
}
