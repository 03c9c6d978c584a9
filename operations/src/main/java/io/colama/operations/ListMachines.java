package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists the machines of a repository by name. */
public final class ListMachines {

    private final Environment environment;

    /** Lists the repository of the environment. */
    public ListMachines(Environment environment) {
        this.environment = environment;
    }

    /**
     * A machine.
     *
     * @param machine its name
     * @param head the id of its newest revision
     * @param title the first line of that revision's message
     * @param changed when something last happened to it, ISO 8601 in UTC
     * @param createdBy who made it
     * @param clonedFrom the machine that it was cloned from; empty when it was not
     * @param tags the names of its revisions
     * @param disks how many disks the head has
     * @param bytesLogical the virtual size of the head's disks
     */
    public record Entry(
            String machine,
            String head,
            String title,
            String changed,
            String createdBy,
            String clonedFrom,
            List<String> tags,
            int disks,
            long bytesLogical) {}

    /** Lists all. */
    public List<Entry> run() throws IOException {
        return some(_ -> true, Integer.MAX_VALUE);
    }

    /**
     * Lists some, and looks at no others.
     *
     * @param wanted tells by the name
     * @param limit how many at most, the first by name
     */
    public List<Entry> some(Predicate<String> wanted, int limit) throws IOException {
        try (Repository repository = environment.open()) {
            List<Entry> entries = new ArrayList<>();
            for (String name :
                    repository.machineNames().stream().filter(wanted).limit(limit).toList()) {
                entries.add(entry(repository, repository.machine(name)));
            }
            return List.copyOf(entries);
        }
    }

    /** Lists one; empty when it is not there. */
    public Optional<Entry> one(String name) throws IOException {
        try (Repository repository = environment.open()) {
            Optional<Machine> machine = repository.find(name);
            return machine.isPresent()
                    ? Optional.of(entry(repository, machine.get()))
                    : Optional.empty();
        }
    }

    private static Entry entry(Repository repository, Machine machine) throws IOException {
        Revision head = repository.revision(machine.head());
        return new Entry(
                machine.name(),
                machine.head().hex(),
                head.title(),
                machine.changed().toString(),
                machine.createdBy(),
                machine.clonedFrom().orElse(""),
                List.copyOf(machine.tags().keySet()),
                head.disks().size(),
                head.sizeBytes());
    }
}
