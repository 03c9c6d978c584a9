package io.colama.operations;

import io.colama.store.DirectoryBackend;
import io.colama.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes an empty repository. */
public final class Init {

    private final Environment environment;

    /** Makes it where the environment says. */
    public Init(Environment environment) {
        this.environment = environment;
    }

    /**
     * The new repository.
     *
     * @param repository its directory
     * @param id its identity
     */
    public record Result(String repository, String id) {}

    /**
     * Makes it; its directory must be absent or empty.
     *
     * @throws io.colama.store.StoreException.Exists when there is a repository
     */
    public Result run() throws IOException {
        Path directory = environment.repository();
        boolean isRepository = Files.exists(directory.resolve("colama.json"));
        if (!isRepository && Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw new OperationException(
                            Failure.CONFLICT,
                            directory + ": the directory is not empty, and not a repository");
                }
            }
        }
        Files.createDirectories(directory);
        UUID id = UUID.randomUUID();
        Store.create(new DirectoryBackend(directory), id, environment.clock().instant()).close();
        return new Result(directory.toString(), id.toString());
    }
}
