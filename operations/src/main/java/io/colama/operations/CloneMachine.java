package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import java.io.IOException;

/** Makes a machine whose first revision is an existing one. Stores no byte of a disk. */
public final class CloneMachine {

    private final Environment environment;

    /** Clones in the repository of the environment. */
    public CloneMachine(Environment environment) {
        this.environment = environment;
    }

    /**
     * The new machine.
     *
     * @param machine its name
     * @param revision its head
     * @param from the machine that the revision is from
     */
    public record Result(String machine, String revision, String from) {}

    /**
     * Clones.
     *
     * @param revision a name such as {@code web@v1}
     * @param name the new machine
     */
    public Result run(String revision, String name) throws IOException {
        try (Repository repository = environment.open()) {
            Resolved from = repository.resolve(revision);
            Machine made =
                    repository.cloneMachine(
                            from, name, environment.actor(), environment.clock().instant());
            return new Result(name, made.head().hex(), made.clonedFrom().orElse(""));
        }
    }
}
