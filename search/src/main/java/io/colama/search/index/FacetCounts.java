package io.colama.search.index;

import io.colama.search.query.Query;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/** Counts the values of the documents that fulfil a query. */
final class FacetCounts {

    private static final int MOST_VALUES = 20;

    private static final int[] AGES = {7, 30, 90, 365};

    private final IndexSearcher searcher;
    private final Instant now;
    private final Map<String, Long> systems = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> owners = new HashMap<>();
    private final long[] ages = new long[AGES.length + 1];

    FacetCounts(IndexSearcher searcher, Instant now) {
        this.searcher = searcher;
        this.now = now;
    }

    /** The texts that numbers stand for. */
    private interface Texts {
        BytesRef at(int number) throws IOException;
    }

    /** The values of the leaf that is being counted, and how often each was seen. */
    private static final class Leaf {
        private final LeafReaderContext context;
        private final NumericDocValues time;
        private final SortedDocValues owner;
        private final SortedSetDocValues system;
        private final SortedSetDocValues version;
        private final long[] owners;
        private final long[] systems;
        private final long[] versions;

        Leaf(LeafReaderContext context) throws IOException {
            this.context = context;
            time = DocValues.getNumeric(context.reader(), "time-value");
            owner = DocValues.getSorted(context.reader(), "owner-sorted");
            system = DocValues.getSortedSet(context.reader(), "os-facet");
            version = DocValues.getSortedSet(context.reader(), "version-facet");
            owners = new long[owner.getValueCount()];
            systems = new long[Math.toIntExact(system.getValueCount())];
            versions = new long[Math.toIntExact(version.getValueCount())];
        }

        void count(int number) throws IOException {
            if (owner.advanceExact(number)) {
                owners[owner.ordValue()]++;
            }
            count(system, systems, number);
            count(version, versions, number);
        }

        private static void count(SortedSetDocValues values, long[] counts, int number)
                throws IOException {
            if (values.advanceExact(number)) {
                for (int i = values.docValueCount(); i > 0; i--) {
                    counts[(int) values.nextOrd()]++;
                }
            }
        }

        void addTo(Map<String, Long> sums, Texts values, long[] counts) throws IOException {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    sums.merge(values.at(i).utf8ToString(), counts[i], Long::sum);
                }
            }
        }
    }

    List<Facet> of(org.apache.lucene.search.Query query) throws IOException {
        List<Leaf> leaves = new ArrayList<>();
        long present = now.toEpochMilli();
        new MatchingDocuments(searcher, query)
                .forEach((context, number) -> {
                    if (leaves.isEmpty() || leaves.getLast().context != context) {
                        leaves.add(new Leaf(context));
                    }
                    Leaf leaf = leaves.getLast();
                    int local = number - context.docBase;
                    leaf.count(local);
                    if (leaf.time.advanceExact(local)) {
                        ages[bucket(present - leaf.time.longValue())]++;
                    }
                });
        for (Leaf leaf : leaves) {
            leaf.addTo(systems, leaf.system::lookupOrd, leaf.systems);
            leaf.addTo(versions, leaf.version::lookupOrd, leaf.versions);
            leaf.addTo(owners, leaf.owner::lookupOrd, leaf.owners);
        }
        return List.of(
                new Facet("os", values(systems, value -> "os:" + Query.value(value, false))),
                new Facet("version", values(versions, FacetCounts::version)),
                new Facet("owner", values(owners, value -> "owner:" + Query.value(value, false))),
                new Facet("age", ages()));
    }

    private static int bucket(long age) {
        int bucket = 0;
        while (bucket < AGES.length && age >= Duration.ofDays(AGES[bucket]).toMillis()) {
            bucket++;
        }
        return bucket;
    }

    private static String version(String value) {
        int blank = value.indexOf(' ');
        return blank < 0
                ? "os:" + Query.value(value, false)
                : "os:%s version:=%s"
                        .formatted(
                                Query.value(value.substring(0, blank), false),
                                Query.value(value.substring(blank + 1), false));
    }

    private static List<Facet.Value> values(
            Map<String, Long> counts, java.util.function.UnaryOperator<String> query) {
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_VALUES)
                .map(entry ->
                        new Facet.Value(
                                entry.getKey(), query.apply(entry.getKey()), entry.getValue()))
                .toList();
    }

    private List<Facet.Value> ages() {
        List<Facet.Value> values = new ArrayList<>();
        for (int i = 0; i < ages.length; i++) {
            String least = i == 0 ? "" : AGES[i - 1] + "d";
            String most = i == AGES.length ? "" : AGES[i] + "d";
            String query =
                    (least.isEmpty() ? "" : "age:>=" + least)
                            + (most.isEmpty() ? "" : " age:<" + most);
            String label =
                    least.isEmpty()
                            ? "under " + most
                            : most.isEmpty() ? least + " and more" : least + " to " + most;
            if (ages[i] > 0) {
                values.add(new Facet.Value(label, query.strip(), ages[i]));
            }
        }
        return values;
    }
}
