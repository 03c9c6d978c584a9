package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import java.io.IOException;

/** Gives a revision of a machine a name. */
public final class Tag {

    private final Environment environment;

    /** Tags in the repository of the environment. */
    public Tag(Environment environment) {
        this.environment = environment;
    }

    /**
     * The tag.
     *
     * @param machine the machine
     * @param tag the name
     * @param revision what it stands for
     */
    public record Result(String machine, String tag, String revision) {}

    /**
     * Tags.
     *
     * @param revision a name such as {@code web} or {@code web~2}, with its machine
     * @param tag the name to give
     * @param force whether an existing tag may be moved
     */
    public Result run(String revision, String tag, boolean force) throws IOException {
        try (Repository repository = environment.open()) {
            Resolved resolved = repository.resolve(revision);
            String machine = owner(resolved, revision);
            repository.tag(
                    machine,
                    resolved.id(),
                    tag,
                    force,
                    environment.actor(),
                    environment.clock().instant());
            return new Result(machine, tag, resolved.id().hex());
        }
    }

    /** The machine that a name begins with: tags and notes belong to one. */
    public static String owner(Resolved resolved, String name) throws OperationException {
        return resolved.machine()
                .orElseThrow(() ->
                        new OperationException(
                                Failure.USAGE,
                                "name the machine too, as in %s@%s"
                                        .formatted(resolved.revision().machine(), name)));
    }
}
