package io.colama.operations;

import io.colama.block.Closing;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.RevisionException;
import io.colama.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What names stand for that are given to be looked into: each a revision, else a disk image. The
 * repository is opened once, and only where one of them may be a revision.
 *
 * <p>A name with a slash or a dot in it is a file when there is one; all others are machines first.
 * Where the environment has no files, every name is that of a revision.
 */
final class GuestNames implements Closeable {

    private final Optional<Repository> repository;
    private final List<Named> all;

    private GuestNames(Optional<Repository> repository, List<Named> all) {
        this.repository = repository;
        this.all = List.copyOf(all);
    }

    /**
     * A name.
     *
     * @param name as it was given
     * @param revision what it stands for; empty for an image
     */
    record Named(String name, Optional<Resolved> revision) {}

    /** Finds out what names stand for. */
    static GuestNames open(Environment environment, String... names) throws IOException {
        boolean files = environment.files();
        if (files && Arrays.stream(names).allMatch(GuestMachine::isFile)) {
            return images(names);
        }
        Repository repository;
        try {
            repository = environment.open();
        } catch (StoreException.NotARepository none) {
            if (files
                    && Arrays.stream(names).allMatch(name -> GuestMachine.file(name).isPresent())) {
                return images(names);
            }
            throw none;
        }
        try {
            List<Named> all = new ArrayList<>();
            for (String name : names) {
                all.add(new Named(name, revision(repository, name, files)));
            }
            return new GuestNames(Optional.of(repository), all);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, repository);
            throw failure;
        }
    }

    private static GuestNames images(String... names) {
        return new GuestNames(
                Optional.empty(),
                Arrays.stream(names).map(name -> new Named(name, Optional.empty())).toList());
    }

    private static Optional<Resolved> revision(Repository repository, String name, boolean files)
            throws IOException {
        if (files && GuestMachine.isFile(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(repository.resolve(name));
        } catch (RevisionException.NotFound none) {
            if (files && GuestMachine.file(name).isPresent()) {
                return Optional.empty();
            }
            throw none;
        }
    }

    /** The first name. */
    Named first() {
        return all.getFirst();
    }

    /** The last name. */
    Named last() {
        return all.getLast();
    }

    /** The repository of the revisions among the names. */
    Repository repository() {
        return repository.orElseThrow();
    }

    /** Opens the disks of one of them, which have to be closed first. */
    GuestMachine machine(Named one) throws IOException {
        return one.revision.isPresent()
                ? GuestMachine.open(repository(), one.revision.get())
                : GuestMachine.image(one.name);
    }

    @Override
    public void close() throws IOException {
        if (repository.isPresent()) {
            repository.get().close();
        }
    }
}
