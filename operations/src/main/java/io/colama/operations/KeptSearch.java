package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.search.index.Completion;
import io.colama.search.index.IndexPlace;
import io.colama.search.index.IndexReading;
import io.colama.search.query.Query;
import io.colama.search.query.QueryParser;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * {@link Search} for whoever asks often: the index stays open, and is brought up to date when
 * {@link #refresh} is called, not before each question. A question is answered from the index as
 * the last refresh left it.
 *
 * <p>Threads: any number may ask; refreshes come one after another.
 */
public final class KeptSearch implements Closeable {

    private final Environment environment;
    private final Search search;
    private final IndexPlace place;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** The index that is asked; changed under the write lock alone. */
    private Optional<IndexReading> index = Optional.empty();

    private boolean closed;

    /** The index of a repository that stays open and can be written to. */
    public KeptSearch(Environment environment) throws IOException {
        this.environment = environment;
        this.search = new Search(environment);
        try (Repository repository = environment.open()) {
            String owner = repository.store().description().id().toString();
            this.place = IndexPlace.in(Search.directory(environment), owner);
        }
    }

    /** What came of a refresh. */
    public enum Refreshed {
        /** There was nothing to do. */
        UNCHANGED,
        /** What is found may be other than before. */
        CHANGED,
        /** Another process is changing the index: this was not done. */
        HINDERED
    }

    /**
     * Brings the index up to date.
     *
     * @param machines those whose logs may have changed; empty to look at all
     */
    public synchronized Refreshed refresh(Optional<Set<String>> machines, Task task)
            throws IOException {
        try (Repository repository = environment.open()) {
            SearchCatalog catalog =
                    new SearchCatalog(
                            environment,
                            repository,
                            index.isPresent() ? machines : Optional.empty());
            if (index.isPresent() && catalog.isCurrent(index.get())) {
                return Refreshed.UNCHANGED;
            }
            Optional<IndexReading> now = Search.changed(place, catalog, task);
            if (now.isPresent()) {
                replace(now);
                return Refreshed.CHANGED;
            }
            if (index.isEmpty()) {
                replace(place.read());
            }
            return Refreshed.HINDERED;
        }
    }

    private void replace(Optional<IndexReading> now) throws IOException {
        Optional<IndexReading> before;
        lock.writeLock().lock();
        try {
            before = index;
            index = closed ? Optional.empty() : now;
        } finally {
            lock.writeLock().unlock();
        }
        if (before.isPresent()) {
            before.get().close();
        }
        if (closed && now.isPresent()) {
            now.get().close();
        }
    }

    /**
     * Searches.
     *
     * @throws io.colama.search.query.QueryException when the query has a mistake
     */
    public Search.Result run(Search.Request request) throws IOException {
        Query query = QueryParser.parse(request.query());
        return ask(reading -> search.ask(reading, query, request, List.of()));
    }

    /** How a query that is being typed can go on at a position. */
    public Completion complete(String text, int position) throws IOException {
        return ask(reading -> Completion.of(reading, text, position));
    }

    private interface Question<T> {
        T of(IndexReading index) throws IOException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        lock.readLock().lock();
        try {
            return question.of(
                    index.orElseThrow(
                            () -> new IOException("the index of the search is not there yet")));
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try (place) {
            replace(Optional.empty());
        }
    }
}
