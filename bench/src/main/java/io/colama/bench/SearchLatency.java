package io.colama.bench;

import io.colama.search.index.Found;
import io.colama.search.index.IndexPlace;
import io.colama.search.index.IndexReading;
import io.colama.search.index.IndexWriting;
import io.colama.search.query.Query;
import io.colama.search.query.QueryParser;
import io.colama.search.query.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * The claim that search over 100,000 revisions of 500 packages answers within 50 ms, 99 times of
 * 100: builds such an index, unless the directory has one, and asks a mix of queries.
 */
public final class SearchLatency {

    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 2_000;

    private SearchLatency() {}

    /** Measures in the directory {@code args[0]}: {@code [revisions [packages]]}. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int revisions = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int packages = args.length > 2 ? Integer.parseInt(args[2]) : 500;
        try (IndexPlace place = IndexPlace.in(directory, "bench")) {
            if (place.read().isEmpty()) {
                build(place, revisions, packages);
            }
            long size;
            try (Stream<Path> files = Files.list(directory)) {
                size = files.mapToLong(file -> file.toFile().length()).sum();
            }
            say("size %.1f MiB", size / 1048576.0);
            long start = System.nanoTime();
            try (IndexReading index = place.read().orElseThrow()) {
                say("opening with checksums %.1f ms", millis(start));
                ask(index);
            }
        }
    }

    private static void build(IndexPlace place, int revisions, int packages) throws IOException {
        long start = System.nanoTime();
        try (IndexWriting changes = place.write().orElseThrow()) {
            SyntheticRevisions all = new SyntheticRevisions(SEED, packages);
            for (int i = 0; i < revisions; i++) {
                changes.put(all.next());
            }
            changes.commit();
        }
        say(
                "%d revisions of %d packages built in %.1f s",
                revisions, packages, millis(start) / 1000);
    }

    /** Queries of every kind, with names and versions of the synthetic machines. */
    private static List<String> queries(RandomGenerator random) {
        SyntheticRevisions names = new SyntheticRevisions(SEED, 1);
        String name = names.name(random.nextInt(SyntheticRevisions.NAMES));
        String common = names.name(random.nextInt(200));
        String version = random.nextInt(9) + "." + random.nextInt(20);
        return List.of(
                "pkg:" + common,
                "pkg:" + common + "<" + version,
                "pkg:" + name + ">=" + version,
                "os:debian version:>=12 pkg:" + common + "<" + version,
                "os:debian version:>=12 pkg:" + common + "<" + version + " owner:user7 tag:gold",
                "pkg:" + name.substring(0, 4) + "*<" + version,
                "pkg:" + name + "=" + version + ".*",
                common,
                "\"security update\" owner:user" + random.nextInt(50),
                "time:2026-03 memory:>=4G",
                "age:>90d NOT tag:gold",
                "(os:ubuntu OR os:rhel) -pkg:" + common,
                "app:app" + random.nextInt(20) + "<" + version,
                "app-version:" + random.nextInt(9) + ".*",
                "kernel:<6 host:host1*");
    }

    private static void ask(IndexReading index) throws IOException {
        List<Long> heads = new ArrayList<>();
        List<Long> all = new ArrayList<>();
        long[] worst = new long[15];
        List<String> slowest = new ArrayList<>();
        for (int round = -20; round < ROUNDS / 15; round++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + round);
            List<String> queries = queries(random);
            for (int i = 0; i < queries.size(); i++) {
                long one = ask(index, queries.get(i), false, false);
                long other = ask(index, queries.get(i), true, false);
                if (round >= 0) {
                    heads.add(one);
                    all.add(other);
                    worst[i] = Math.max(worst[i], other);
                }
            }
            slowest = queries;
        }
        report("heads", heads);
        report("all revisions", all);
        for (int i = 0; i < worst.length; i++) {
            say("  worst %6.1f ms  like %s", worst[i] / 1e6, slowest.get(i));
        }
        List<Long> facets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            facets.add(ask(index, "os:debian", true, true));
        }
        report("facets over os:debian", facets);
    }

    private static long ask(IndexReading index, String text, boolean all, boolean facets)
            throws IOException {
        long start = System.nanoTime();
        Query query = QueryParser.parse(text);
        Found found =
                index.search(
                        new IndexReading.Request(
                                query,
                                new Values(SyntheticRevisions.NOW, ZoneOffset.UTC),
                                all,
                                100,
                                facets));
        long took = System.nanoTime() - start;
        if (found.total() < found.hits().size()) {
            throw new IllegalStateException(text);
        }
        return took;
    }

    private static void report(String what, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        say(
                "%s: %d queries, p50 %.2f ms, p99 %.2f ms, max %.2f ms, mean %.2f ms",
                what,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6,
                Arrays.stream(sorted).average().orElse(0) / 1e6);
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static void say(String form, Object... values) {
        System.out.println(form.formatted(values).toLowerCase(Locale.ROOT));
    }
}
