package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import java.io.IOException;

/** Attaches a comment to a revision after the fact. */
public final class AddNote {

    private final Environment environment;

    /** Notes in the repository of the environment. */
    public AddNote(Environment environment) {
        this.environment = environment;
    }

    /**
     * The note.
     *
     * @param machine the machine
     * @param revision what it is about
     * @param by who wrote it
     * @param text what
     */
    public record Result(String machine, String revision, String by, String text) {}

    /**
     * Notes.
     *
     * @param revision a name such as {@code web} or {@code web@v1}, with its machine
     * @param text the comment
     */
    public Result run(String revision, String text) throws IOException {
        try (Repository repository = environment.open()) {
            Resolved resolved = repository.resolve(revision);
            String machine = Tag.owner(resolved, revision);
            repository.note(
                    machine,
                    resolved.id(),
                    text,
                    environment.actor(),
                    environment.clock().instant());
            return new Result(machine, resolved.id().hex(), environment.actor(), text);
        }
    }
}
