package io.colama.search.index;

import io.colama.search.query.Field;
import io.colama.search.query.Query;
import io.colama.search.query.Values;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * An index as it was when it was opened; later changes do not show. Threads: any number. Whoever
 * got it closes it.
 */
public final class IndexReading implements Closeable {

    /** Most hits of one answer. */
    public static final int MOST_HITS = 10_000;

    private static final Sort NEWEST =
            new Sort(
                    new SortField("time-value", SortField.Type.LONG, true),
                    new SortField("machine-name-sorted", SortField.Type.STRING));

    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final int systems;

    IndexReading(DirectoryReader reader) {
        this.reader = reader;
        this.searcher = new IndexSearcher(reader);
        // what a test of a version found is not worth remembering
        searcher.setQueryCache(null);
        this.systems = systems(FieldInfos.getIndexedFields(reader));
    }

    private static int systems(Collection<String> fields) {
        int count = 0;
        while (fields.contains(DocumentBuilder.marker(count))) {
            count++;
        }
        return count;
    }

    /** Reads all parts of it but those that were found whole, compares checksums, and adds them. */
    void verify(Set<String> whole) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            // of an index that was opened from a directory there are no other readers
            SegmentReader part = (SegmentReader) leaf.reader();
            String id = StringHelper.idToString(part.getSegmentInfo().info.getId());
            if (!whole.contains(id)) {
                part.checkIntegrity();
                whole.add(id);
            }
        }
    }

    DirectoryReader reader() {
        return reader;
    }

    /** The names in the index of a field: one, or one for each system. */
    List<String> fields(Field field) {
        List<String> names = new ArrayList<>();
        for (int system = 0; system < systems; system++) {
            names.add(DocumentBuilder.name(field, system));
        }
        return field.isOfSystem() ? names : List.of(field.label());
    }

    /**
     * What to look for.
     *
     * @param query the question
     * @param values what times and ages in it mean
     * @param all whether all revisions are searched, and not the heads only; a query that asks for
     *     {@code head} itself decides
     * @param limit how many hits at most
     * @param facets whether to count how they are distributed
     * @param machines the only machines to look at: nothing in the answer depends on others; empty
     *     for all
     */
    public record Request(
            Query query,
            Values values,
            boolean all,
            int limit,
            boolean facets,
            Optional<Set<String>> machines) {

        /** Looks at all machines. */
        public Request(Query query, Values values, boolean all, int limit, boolean facets) {
            this(query, values, all, limit, facets, Optional.empty());
        }
    }

    /** Searches. */
    public Found search(Request request) throws IOException {
        BooleanQuery.Builder scope = new BooleanQuery.Builder();
        scope.add(new TermQuery(new Term("kind", "revision")), Occur.FILTER);
        if (!request.all && !asksForHead(request.query)) {
            scope.add(new TermQuery(new Term(Field.HEAD.label(), "true")), Occur.FILTER);
        }
        if (request.machines.isPresent()) {
            List<BytesRef> names = request.machines.get().stream().map(BytesRef::new).toList();
            scope.add(new TermInSetQuery("machine-key", names), Occur.FILTER);
        }
        org.apache.lucene.search.Query searched = scope.build();
        org.apache.lucene.search.Query wanted =
                new BooleanQuery.Builder()
                        .add(searched, Occur.FILTER)
                        .add(
                                new QueryCompiler(request.values, systems).compile(request.query),
                                Occur.FILTER)
                        .build();
        int limit = Math.max(1, Math.min(request.limit, MOST_HITS));
        TopFieldDocs top =
                searcher.search(
                        wanted, new TopFieldCollectorManager(NEWEST, limit, Integer.MAX_VALUE));
        List<Hit> hits = hits(request, top.scoreDocs);
        List<Facet> facets =
                request.facets
                        ? new FacetCounts(searcher, request.values.now()).of(wanted)
                        : List.of();
        return new Found(top.totalHits.value(), notInspected(searched), hits, facets);
    }

    private long notInspected(org.apache.lucene.search.Query searched) throws IOException {
        return searcher.count(
                new BooleanQuery.Builder()
                        .add(searched, Occur.FILTER)
                        .add(
                                new TermQuery(new Term(Field.INSPECTED.label(), "false")),
                                Occur.FILTER)
                        .build());
    }

    private static boolean asksForHead(Query query) {
        return switch (query) {
            case Query.And(var parts) -> parts.stream().anyMatch(IndexReading::asksForHead);
            case Query.Or(var parts) -> parts.stream().anyMatch(IndexReading::asksForHead);
            case Query.Not(var part) -> asksForHead(part);
            case Query.Match match -> match.field() == Field.HEAD;
            case Query.Named _, Query.Words _ -> false;
        };
    }

    private List<Hit> hits(Request request, ScoreDoc[] found) throws IOException {
        int[] documents = Arrays.stream(found).mapToInt(each -> each.doc).toArray();
        Map<Integer, List<Hit.Matched>> matches =
                new MatchedFacts(this, request.query).of(documents);
        StoredFields stored = reader.storedFields();
        List<Hit> hits = new ArrayList<>();
        for (int number : documents) {
            Document document = stored.document(number);
            hits.add(
                    new Hit(
                            shown(document, "machine"),
                            shown(document, "revision"),
                            Boolean.parseBoolean(shown(document, "head")),
                            List.of(document.getValues("tag-shown")),
                            shown(document, "owner"),
                            shown(document, "author"),
                            shown(document, "time"),
                            shown(document, "title"),
                            List.of(document.getValues("system-shown")),
                            List.of(document.getValues("host-shown")),
                            Boolean.parseBoolean(shown(document, "inspected")),
                            matches.getOrDefault(number, List.of())));
        }
        return hits;
    }

    private static String shown(Document document, String field) {
        String value = document.get(field + "-shown");
        return value == null ? "" : value;
    }

    /** Whether nothing at all is in it, not even a stamp. */
    public boolean isEmpty() {
        return reader.numDocs() == 0;
    }

    /** How many revisions are in it. */
    public long size() throws IOException {
        return searcher.count(new TermQuery(new Term("kind", "revision")));
    }

    /** The stamps whose keys begin so. */
    public Map<String, String> stamps(String beginning) throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        StoredFields stored = reader.storedFields();
        for (int number : documents(new TermScan("stamp-key", beginning, _ -> true))) {
            Document document = stored.document(number);
            stamps.put(shown(document, "key"), shown(document, "value"));
        }
        return stamps;
    }

    /** The stamp of a key; empty without one. */
    public Optional<String> stamp(String key) throws IOException {
        List<Integer> found = documents(new TermQuery(new Term("stamp-key", key)));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(shown(reader.storedFields().document(found.getFirst()), "value"));
    }

    /**
     * A revision that the index has.
     *
     * @param machine the machine
     * @param revision its id
     * @param head whether it is the newest there
     * @param stamp that of its entry
     */
    public record Known(String machine, String revision, boolean head, String stamp) {}

    /** The revisions whose ids begin so. */
    public List<Known> withIds(String beginning) throws IOException {
        return known(new TermScan(Field.ID.label(), beginning, _ -> true));
    }

    /** The revision of a machine that is its head, and the one that has a tag; none, one or two. */
    public List<Known> named(String machine, Collection<String> tags) throws IOException {
        BooleanQuery.Builder names =
                new BooleanQuery.Builder()
                        .add(new TermQuery(new Term("head", "true")), Occur.SHOULD);
        for (String tag : tags) {
            names.add(
                    new TermQuery(
                            new Term(Field.TAG.label(), io.colama.search.query.Words.lower(tag))),
                    Occur.SHOULD);
        }
        return known(
                new BooleanQuery.Builder()
                        .add(new TermQuery(new Term("machine-key", machine)), Occur.FILTER)
                        .add(names.build(), Occur.FILTER)
                        .build());
    }

    private List<Known> known(org.apache.lucene.search.Query query) throws IOException {
        List<Known> known = new ArrayList<>();
        StoredFields stored = reader.storedFields();
        for (int number : documents(query)) {
            Document document = stored.document(number);
            known.add(
                    new Known(
                            shown(document, "machine"),
                            shown(document, "revision"),
                            Boolean.parseBoolean(shown(document, "head")),
                            shown(document, "stamp")));
        }
        return known;
    }

    private List<Integer> documents(org.apache.lucene.search.Query query) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        new MatchingDocuments(searcher, query).forEach((_, global) -> numbers.add(global));
        return numbers;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
