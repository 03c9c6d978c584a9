package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.search.index.Completion;
import io.colama.search.index.Facet;
import io.colama.search.index.Found;
import io.colama.search.index.Hit;
import io.colama.search.index.IndexPlace;
import io.colama.search.index.IndexReading;
import io.colama.search.index.IndexWriting;
import io.colama.search.query.Query;
import io.colama.search.query.QueryParser;
import io.colama.search.query.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds revisions by what they are and what is inside them.
 *
 * <p>The index lies in the folder {@code search} of the repository and is a cache: it is brought up
 * to date before each search, and made anew when it is missing or cannot be used. While another
 * process brings it up to date for longer than a moment, what is there is searched. Where the
 * repository cannot be written to, the index is brought up to date in memory.
 */
public final class Search {

    private final Environment environment;

    /** Searches the repository of the environment. */
    public Search(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to look for.
     *
     * @param query in the language of {@link QueryParser}
     * @param allRevisions whether all revisions are searched, and not the heads only
     * @param limit how many hits at most
     * @param facets whether to count how they are distributed
     * @param zone where dates in the query are
     * @param machines the only machines to look at; empty for all
     */
    public record Request(
            String query,
            boolean allRevisions,
            int limit,
            boolean facets,
            ZoneId zone,
            Optional<Set<String>> machines) {

        /** Looks at all machines. */
        public Request(String query, boolean allRevisions, int limit, boolean facets, ZoneId zone) {
            this(query, allRevisions, limit, facets, zone, Optional.empty());
        }
    }

    /**
     * What was found.
     *
     * @param query as it was understood
     * @param total how many revisions fulfil it
     * @param notInspected how many of those that were searched are not inspected
     * @param hits the newest of them
     * @param facets how they are distributed; none when they were not asked for
     * @param warnings what should be known
     */
    public record Result(
            String query,
            long total,
            long notInspected,
            List<Hit> hits,
            List<Facet> facets,
            List<String> warnings) {}

    /**
     * Searches.
     *
     * @throws io.colama.search.query.QueryException when the query has a mistake
     */
    public Result run(Request request, Task task) throws IOException {
        return run(request, isWritable(), task);
    }

    /** Searches without a change of the repository. */
    Result runInMemory(Request request, Task task) throws IOException {
        return run(request, false, task);
    }

    private boolean isWritable() {
        Path directory = directory();
        return Files.isWritable(Files.exists(directory) ? directory : environment.repository());
    }

    private Path directory() {
        return directory(environment);
    }

    /** Where the index of a repository lies. */
    static Path directory(Environment environment) {
        return environment.repository().resolve("search");
    }

    private Result run(Request request, boolean writable, Task task) throws IOException {
        Query query = QueryParser.parse(request.query());
        List<String> warnings = new ArrayList<>();
        try (Opened index = open(writable, warnings, task)) {
            return ask(index.reading, query, request, warnings);
        }
    }

    /** What an index answers. */
    Result ask(IndexReading index, Query query, Request request, List<String> warnings)
            throws IOException {
        Found found =
                index.search(
                        new IndexReading.Request(
                                query,
                                new Values(environment.clock().instant(), request.zone()),
                                request.allRevisions(),
                                request.limit(),
                                request.facets(),
                                request.machines()));
        return new Result(
                query.print(),
                found.total(),
                found.notInspected(),
                found.hits(),
                found.facets(),
                List.copyOf(warnings));
    }

    /** How a query that is being typed can go on at a position. */
    public Completion complete(String text, int position, Task task) throws IOException {
        try (Opened index = open(isWritable(), new ArrayList<>(), task)) {
            return Completion.of(index.reading, text, position);
        }
    }

    /** An index that is searched, and the place that holds it. */
    private record Opened(IndexPlace place, IndexReading reading) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (place) {
                reading.close();
            }
        }
    }

    private Opened open(boolean writable, List<String> warnings, Task task) throws IOException {
        try (Repository repository = environment.open()) {
            SearchCatalog catalog = new SearchCatalog(environment, repository);
            String owner = repository.store().description().id().toString();
            Path directory = directory();
            IndexPlace place =
                    writable
                            ? IndexPlace.in(directory, owner)
                            : IndexPlace.inMemory(directory, owner);
            try {
                Optional<IndexReading> current = current(place, catalog, warnings, task);
                warnings.addAll(catalog.warnings());
                if (current.isPresent()) {
                    return new Opened(place, current.get());
                }
            } catch (IOException | RuntimeException | Error failure) {
                place.close();
                throw failure;
            }
            place.close();
            IndexPlace memory = IndexPlace.inMemory(directory, owner);
            IndexReading built =
                    current(memory, catalog, warnings, task)
                            .orElseThrow(() -> new IOException("an index in memory is locked"));
            return new Opened(memory, built);
        }
    }

    /** Brings an index up to date; empty when others hold it and have nothing to read yet. */
    private static Optional<IndexReading> current(
            IndexPlace place, SearchCatalog catalog, List<String> warnings, Task task)
            throws IOException {
        Optional<IndexReading> index = place.read();
        if (index.isPresent()) {
            if (catalog.isCurrent(index.get())) {
                return index;
            }
            index.get().close();
        }
        Optional<IndexReading> changed = changed(place, catalog, task);
        if (changed.isPresent()) {
            return changed;
        }
        warnings.add("others are changing the index: what was found may not be the newest");
        return place.read();
    }

    /** Changes an index that is not up to date; empty when others are changing it. */
    static Optional<IndexReading> changed(IndexPlace place, SearchCatalog catalog, Task task)
            throws IOException {
        Optional<IndexWriting> writing = place.write();
        if (writing.isEmpty()) {
            return Optional.empty();
        }
        try (IndexWriting changes = writing.get()) {
            boolean changed;
            try (IndexReading before = changes.reading()) {
                changed = catalog.update(before, changes, task);
            }
            if (changed) {
                changes.commit();
            }
            return Optional.of(changes.reading());
        }
    }
}
