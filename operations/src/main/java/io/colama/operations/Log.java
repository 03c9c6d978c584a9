package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Note;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.RevisionWalk;
import io.colama.store.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists revisions from the head, or another, to the beginning, youngest first, across clones. */
public final class Log {

    private final Environment environment;

    /** Lists from the repository of the environment. */
    public Log(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to list.
     *
     * @param revision where to begin; left out, the heads of all machines
     * @param limit how many at most
     */
    public record Request(Optional<String> revision, int limit) {}

    /** What was found, in order. */
    public record Result(List<RevisionView> revisions) {}

    /** Lists. */
    public Result run(Request request) throws IOException {
        try (Repository repository = environment.open()) {
            List<Hash> heads = new ArrayList<>();
            List<Machine> machines = new ArrayList<>();
            if (request.revision().isPresent()) {
                Resolved resolved = repository.resolve(request.revision().get());
                heads.add(resolved.id());
                if (resolved.machine().isPresent()) {
                    machines.add(repository.machine(resolved.machine().get()));
                }
            } else {
                for (String name : repository.machineNames()) {
                    Machine machine = repository.machine(name);
                    machines.add(machine);
                    heads.add(machine.head());
                }
            }
            return new Result(views(repository, heads, machines, request.limit()));
        }
    }

    private static List<RevisionView> views(
            Repository repository, List<Hash> heads, List<Machine> machines, int limit)
            throws IOException {
        Optional<Machine> one =
                machines.size() == 1 ? Optional.of(machines.getFirst()) : Optional.empty();
        List<Note> notes = new ArrayList<>();
        for (Machine machine : machines) {
            notes.addAll(repository.notes(machine));
        }
        RevisionWalk walk = repository.walk(heads);
        List<RevisionView> views = new ArrayList<>();
        while (views.size() < limit) {
            Optional<RevisionWalk.Step> step = walk.next();
            if (step.isEmpty()) {
                break;
            }
            Hash id = step.get().id();
            Optional<Machine> seenFrom = one.isPresent() ? one : naming(machines, id);
            views.add(RevisionView.of(id, step.get().revision(), seenFrom, machines, notes));
        }
        return List.copyOf(views);
    }

    /** A machine that has a name for a revision: its head, or a tag. */
    private static Optional<Machine> naming(List<Machine> machines, Hash id) {
        return machines.stream()
                .filter(machine -> machine.head().equals(id) || machine.tags().containsValue(id))
                .findFirst();
    }
}
