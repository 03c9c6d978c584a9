package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Note;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows one revision. */
public final class Show {

    private final Environment environment;

    /** Shows from the repository of the environment. */
    public Show(Environment environment) {
        this.environment = environment;
    }

    /** Shows what a name such as {@code web@v1} stands for. */
    public RevisionView run(String revision) throws IOException {
        try (Repository repository = environment.open()) {
            Resolved resolved = repository.resolve(revision);
            String owner = resolved.machine().orElse(resolved.revision().machine());
            Optional<Machine> machine = repository.find(owner);
            List<Note> notes = machine.isPresent() ? repository.notes(machine.get()) : List.of();
            return RevisionView.of(
                    resolved.id(), resolved.revision(), machine, machine.stream().toList(), notes);
        }
    }
}
