package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.store.DirectoryBackend;
import io.colama.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What an operation finds around it.
 *
 * @param repository the directory of the repository
 * @param clock tells the time of what is recorded
 * @param actor who asks: the author of revisions, tags and notes where no other is named
 * @param files whether a name may also be that of a file of this host; never where others ask
 * @param opened the repository, where it stays open from one operation to the next
 */
public record Environment(
        Path repository, Clock clock, String actor, boolean files, Optional<Store> opened) {

    /** That of somebody who is at this host himself. */
    public Environment(Path repository, Clock clock, String actor) {
        this(repository, clock, actor, true, Optional.empty());
    }

    /** The same for somebody else who asks from elsewhere: names are those of revisions alone. */
    public Environment forOther(String other) {
        return new Environment(repository, clock, other, false, opened);
    }

    /** The same with a repository that is open already, and is closed by whoever opened it. */
    public Environment keeping(Store store) {
        return new Environment(repository, clock, actor, files, Optional.of(store));
    }

    /**
     * Opens the repository.
     *
     * @throws io.colama.store.StoreException.NotARepository when there is none
     */
    public Repository open() throws IOException {
        return opened.isPresent() ? Repository.within(opened.get()) : new Repository(openStore());
    }

    /**
     * Opens the store of the repository.
     *
     * @throws io.colama.store.StoreException.NotARepository when there is none
     */
    public Store openStore() throws IOException {
        return Store.open(new DirectoryBackend(repository));
    }
}
