package io.colama.server.catalogue;

import io.colama.operations.Environment;
import io.colama.operations.KeptSearch;
import io.colama.operations.ListMachines;
import io.colama.operations.Search;
import io.colama.revision.Repository;
import io.colama.search.index.Completion;
import io.colama.search.index.Hit;
import io.colama.store.AppendLog;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows all machines. What this server changes is seen at once; what others change beside it is
 * seen at once in a small repository, and within seconds in one where looking takes longer than a
 * request should.
 *
 * <p>A machine that cannot be read is left out and said to the log, so that it hides no others.
 *
 * <p>Threads: any number.
 */
public final class MachineCatalogue implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(MachineCatalogue.class);

    /** Looks follow each other no sooner than this. */
    private static final long FRESH_MILLIS = 200;

    /** A request waits for a look that takes no longer than this. */
    private static final long QUICK_MILLIS = 20;

    /** Looking takes at most this part of the time. */
    private static final long LOOKING = 20;

    /** A request looks itself when the last look is so long ago, and twice what is usual. */
    private static final long OLD_MILLIS = 10_000;

    /** How often is asked whether machines were inspected that were not. */
    private static final long INSPECTED_MILLIS = 30_000;

    private final Environment environment;
    private final Clock clock;
    private final ExecutorService behind =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("catalogue").factory());
    private final AtomicBoolean looking = new AtomicBoolean();
    private final IndexKeeper index;

    /** Guards what changes the listing. */
    private final Object change = new Object();

    private volatile Listing listing = new Listing(Map.of());
    private volatile long lookedAt = Long.MIN_VALUE;
    private volatile long lookTook;
    private volatile long askedAt = Long.MIN_VALUE;

    /** The machines of a repository that stays open. */
    public MachineCatalogue(Environment environment, Clock clock) throws IOException {
        this.environment = environment;
        this.clock = clock;
        this.index = new IndexKeeper(new KeptSearch(environment), this::indexed);
        index.changed(Set.of());
    }

    /** All machines. */
    public Listing all() throws IOException {
        long age = age(lookedAt);
        if (age == Long.MAX_VALUE || (age > usualMillis() && lookTook <= QUICK_MILLIS)) {
            look();
        } else if (age > usualMillis() && looking.compareAndSet(false, true)) {
            // whoever comes while somebody looks takes what was seen before
            if (age > OLD_MILLIS && age > 2 * usualMillis()) {
                try {
                    look();
                } finally {
                    looking.set(false);
                }
            } else {
                behind.execute(this::lookBehind);
            }
        }
        return listing;
    }

    /** What was looked at so short ago is not looked at again. */
    private long usualMillis() {
        return Math.max(FRESH_MILLIS, LOOKING * lookTook);
    }

    /** How many machines were there at the last look. */
    public int size() {
        return listing.machines().size();
    }

    /** How long the last look at all machines is ago; 0 when there was none. */
    public long ageMillis() {
        return lookedAt == Long.MIN_VALUE ? 0 : age(lookedAt);
    }

    /** How long that look took. */
    public long lookMillis() {
        return lookTook;
    }

    /** A machine as it is now. */
    public Optional<ListedMachine> find(String name) throws IOException {
        Optional<ListedMachine> known = listing.find(name);
        long last = last(name);
        if (known.isPresent() && known.get().records() == last) {
            return known;
        }
        changed(name);
        return listing.find(name);
    }

    /** Looks at a machine that was changed, made or inspected. */
    public void changed(String name) throws IOException {
        synchronized (change) {
            listing = listing.with(name, read(name, last(name)));
        }
        index.changed(Set.of(name));
    }

    /** A revision of a machine was inspected, now or before. */
    public void inspected(String name, String revision) {
        boolean known =
                listing.find(name)
                        .filter(machine ->
                                machine.inspected() && machine.entry().head().equals(revision))
                        .isPresent();
        if (!known) {
            index.changed(Set.of(name));
        }
    }

    /**
     * Searches. What this server changed is found at once, or in a moment where there is much of
     * it.
     *
     * @throws io.colama.search.query.QueryException when the query has a mistake
     */
    public Search.Result search(Search.Request request) throws IOException {
        all(); // what others changed is seen by looking
        return index.run(request);
    }

    /** How a query that is being typed can go on at a position. */
    public Completion complete(String text, int position) throws IOException {
        return index.complete(text, position);
    }

    private long age(long since) {
        return since == Long.MIN_VALUE ? Long.MAX_VALUE : clock.millis() - since;
    }

    /** How many records the log of a machine has. */
    private long last(String name) throws IOException {
        if (!AppendLog.isName(name)) {
            return 0;
        }
        try (Repository repository = environment.open()) {
            OptionalLong last = repository.store().logs().last(name);
            return last.isPresent() ? last.getAsLong() + 1 : 0;
        }
    }

    private Optional<ListedMachine> read(String name, long records) throws IOException {
        Optional<ListMachines.Entry> entry =
                records == 0 ? Optional.empty() : new ListMachines(environment).one(name);
        Optional<ListedMachine> before = listing.find(name);
        return entry.map(now ->
                before.filter(known -> known.entry().head().equals(now.head()))
                        .map(known ->
                                new ListedMachine(now, records, known.inspected(), known.systems()))
                        .orElseGet(() -> new ListedMachine(now, records, false, List.of())));
    }

    private void lookBehind() {
        try {
            look();
        } catch (IOException | RuntimeException failure) {
            LOG.error("the machines cannot be listed", failure);
        } finally {
            looking.set(false);
        }
    }

    private void look() throws IOException {
        synchronized (change) {
            long began = clock.millis();
            if (age(lookedAt) <= usualMillis()) {
                return; // another has looked meanwhile
            }
            Map<String, ListedMachine> now = new HashMap<>();
            Set<String> changed = new HashSet<>(listing.machines().keySet());
            try (Repository repository = environment.open()) {
                for (Map.Entry<String, Long> log : repository.store().logs().lasts().entrySet()) {
                    entry(log.getKey(), log.getValue() + 1)
                            .ifPresent(found -> {
                                now.put(found.name(), found);
                                if (listing.find(found.name()).filter(found::equals).isPresent()) {
                                    changed.remove(found.name());
                                } else {
                                    changed.add(found.name());
                                }
                            });
                }
            }
            if (!changed.isEmpty()) {
                listing = new Listing(now);
                index.changed(changed);
            }
            lookedAt = clock.millis();
            lookTook = lookedAt - began;
        }
        if (age(askedAt) > INSPECTED_MILLIS) {
            askedAt = clock.millis();
            index.changed(Set.of());
        }
    }

    private Optional<ListedMachine> entry(String name, long records) {
        try {
            Optional<ListedMachine> known = listing.find(name);
            return known.isPresent() && known.get().records() == records
                    ? known
                    : read(name, records);
        } catch (IOException damaged) {
            LOG.warn("machine {} is not listed: {}", name, damaged.getMessage());
            return Optional.empty();
        }
    }

    private void indexed(Set<String> machines) {
        try {
            askForSystems(machines);
        } catch (IOException failure) {
            LOG.error("the index of the search cannot be asked for systems", failure);
        }
    }

    /** Asks the index what systems are in these machines, or in all, where that is not known. */
    private void askForSystems(Set<String> machines) throws IOException {
        Set<String> unknown = new HashSet<>();
        listing.machines().values().stream()
                .filter(machine -> !machine.inspected())
                .filter(machine -> machines.isEmpty() || machines.contains(machine.name()))
                .forEach(machine -> unknown.add(machine.name()));
        if (unknown.isEmpty()) {
            return;
        }
        Search.Result found =
                index.runNow(
                        new Search.Request(
                                "",
                                false,
                                unknown.size(),
                                false,
                                ZoneOffset.UTC,
                                Optional.of(unknown)));
        synchronized (change) {
            Map<String, ListedMachine> all = new HashMap<>(listing.machines());
            for (Hit hit : found.hits()) {
                all.computeIfPresent(
                        hit.machine(),
                        (_, machine) ->
                                hit.inspected() && machine.entry().head().equals(hit.revision())
                                        ? machine.with(hit.systems())
                                        : machine);
            }
            if (!all.equals(listing.machines())) {
                listing = new Listing(all);
            }
        }
    }

    /** Waits for what is being looked at: an interrupt would close files that others read. */
    @Override
    public void close() throws IOException {
        behind.close();
        index.close();
    }
}
