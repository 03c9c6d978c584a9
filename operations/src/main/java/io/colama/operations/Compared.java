package io.colama.operations;

import io.colama.block.Closing;
import io.colama.inspect.fact.Inspection;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.RevisionException;
import io.colama.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The two things of a comparison, each a revision or an image, with the repository of those that
 * are revisions, which is opened once.
 */
final class Compared implements Closeable {

    private final Environment environment;
    private final Optional<Repository> repository;
    private final Side before;
    private final Side after;

    private Compared(
            Environment environment, Optional<Repository> repository, Side before, Side after) {
        this.environment = environment;
        this.repository = repository;
        this.before = before;
        this.after = after;
    }

    /**
     * One of them.
     *
     * @param name as it was given
     * @param revision what it stands for; empty for an image
     */
    record Side(String name, Optional<Resolved> revision) {}

    /** Finds out what two names stand for. */
    static Compared open(Environment environment, String before, String after) throws IOException {
        if (GuestMachine.isFile(before) && GuestMachine.isFile(after)) {
            return new Compared(environment, Optional.empty(), image(before), image(after));
        }
        Repository repository;
        try {
            repository = environment.open();
        } catch (StoreException.NotARepository none) {
            if (GuestMachine.file(before).isPresent() && GuestMachine.file(after).isPresent()) {
                return new Compared(environment, Optional.empty(), image(before), image(after));
            }
            throw none;
        }
        try {
            Side old = side(repository, before);
            return new Compared(environment, Optional.of(repository), old, side(repository, after));
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, repository);
            throw failure;
        }
    }

    private static Side image(String name) {
        return new Side(name, Optional.empty());
    }

    private static Side side(Repository repository, String name) throws IOException {
        if (GuestMachine.isFile(name)) {
            return image(name);
        }
        try {
            return new Side(name, Optional.of(repository.resolve(name)));
        } catch (RevisionException.NotFound none) {
            if (GuestMachine.file(name).isPresent()) {
                return image(name);
            }
            throw none;
        }
    }

    Side before() {
        return before;
    }

    Side after() {
        return after;
    }

    /** The repository, where both are revisions. */
    Optional<Repository> stored() {
        return before.revision.isPresent() && after.revision.isPresent()
                ? repository
                : Optional.empty();
    }

    Inspection inspection(Side side, Task task) throws IOException {
        Inspect inspect = new Inspect(environment);
        Inspect.Result result =
                side.revision.isPresent()
                        ? inspect.stored(repository.orElseThrow(), side.revision.get(), false, task)
                        : inspect.image(side.name, task);
        return result.inspection();
    }

    /** Opens the disks of one of them, which have to be closed first. */
    GuestMachine machine(Side side) throws IOException {
        return side.revision.isPresent()
                ? GuestMachine.open(repository.orElseThrow(), side.revision.get())
                : GuestMachine.open(environment, side.name);
    }

    @Override
    public void close() throws IOException {
        if (repository.isPresent()) {
            repository.get().close();
        }
    }
}
