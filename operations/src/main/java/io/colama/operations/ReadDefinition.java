package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.revision.Revision;
import java.io.IOException;

/** Reads the file with the hardware definition of a revision, as it was checked in. */
public final class ReadDefinition {

    private final Environment environment;

    /** Reads from the repository of the environment. */
    public ReadDefinition(Environment environment) {
        this.environment = environment;
    }

    /**
     * The file.
     *
     * @param fileName the name that it had
     */
    public record Result(String fileName, byte[] bytes) {}

    /**
     * Reads it.
     *
     * @throws OperationException when the revision has none
     */
    public Result run(String revision) throws IOException {
        try (Repository repository = environment.open()) {
            Revision found = repository.resolve(revision).revision();
            Revision.Definition definition =
                    found.definition()
                            .orElseThrow(() ->
                                    new OperationException(
                                            Failure.NOT_FOUND,
                                            revision + " has no definition of its hardware"));
            return new Result(definition.fileName(), repository.definition(definition));
        }
    }
}
