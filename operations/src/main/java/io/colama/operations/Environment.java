package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.store.DirectoryBackend;
import io.colama.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What an operation finds around it.
 *
 * @param repository the directory of the repository
 * @param clock tells the time of what is recorded
 * @param actor who asks: the author of revisions, tags and notes where no other is named
 */
public record Environment(Path repository, Clock clock, String actor) {

    /**
     * Opens the repository.
     *
     * @throws io.colama.store.StoreException.NotARepository when there is none
     */
    public Repository open() throws IOException {
        return new Repository(Store.open(new DirectoryBackend(repository)));
    }
}
