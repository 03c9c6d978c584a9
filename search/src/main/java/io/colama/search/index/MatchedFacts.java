package io.colama.search.index;

import io.colama.search.query.Binding;
import io.colama.search.query.Field;
import io.colama.search.query.Kind;
import io.colama.search.query.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.util.BytesRef;

/**
 * Which facts made documents fulfil a query: packages and applications with the versions that were
 * asked for, and versions of systems and kernels. Bounded, so that it costs little beside the
 * search: what is beyond the bounds is left out.
 */
final class MatchedFacts {

    private static final int MOST_OF_ONE = 5;
    private static final int MOST_TERMS = 3_000;

    private final IndexReading index;
    private final List<Query> wanted = new ArrayList<>();
    private final Map<Integer, List<Hit.Matched>> found = new HashMap<>();
    private int terms;

    MatchedFacts(IndexReading index, Query query) {
        this.index = index;
        collect(query);
    }

    private void collect(Query query) {
        switch (query) {
            case Query.And(var parts) -> Binding.bound(parts).forEach(this::collect);
            case Query.Or(var parts) -> parts.forEach(this::collect);
            case Query.Named _ -> wanted.add(query);
            case Query.Match match -> {
                if (match.field().kind() == Kind.VERSION && match.field() != Field.APP_VERSION) {
                    wanted.add(query);
                }
            }
            case Query.Words(var text, var prefix) -> {
                wanted.add(new Query.Named(Field.PKG, text, prefix, List.of()));
                wanted.add(new Query.Named(Field.APP, text, prefix, List.of()));
            }
            case Query.Not _ -> {
                // what is not there cannot be shown
            }
        }
    }

    /** The facts by the number of the document. */
    Map<Integer, List<Hit.Matched>> of(int... documents) throws IOException {
        int[] sorted = documents.clone();
        Arrays.sort(sorted);
        for (Query query : wanted) {
            switch (query) {
                case Query.Named named ->
                        scan(
                                named.field(),
                                QueryCompiler.start(named),
                                QueryCompiler.test(named),
                                sorted);
                case Query.Match match ->
                        scan(match.field(), "", QueryCompiler.test(match.condition()), sorted);
                case Query.And _, Query.Or _, Query.Not _, Query.Words _ ->
                        throw new IllegalStateException(query.print());
            }
        }
        return found;
    }

    private void scan(Field field, String start, Predicate<BytesRef> test, int... documents)
            throws IOException {
        for (LeafReaderContext leaf : index.reader().leaves()) {
            int[] local = inside(leaf, documents);
            for (String name : local.length == 0 ? List.<String>of() : index.fields(field)) {
                StartingTerms all =
                        new StartingTerms(leaf.reader().terms(name), new BytesRef(start));
                scan(field, all, test, leaf.docBase, local);
            }
        }
    }

    private static int[] inside(LeafReaderContext leaf, int... documents) {
        int end = leaf.docBase + leaf.reader().maxDoc();
        return Arrays.stream(documents)
                .filter(number -> number >= leaf.docBase && number < end)
                .map(number -> number - leaf.docBase)
                .toArray();
    }

    private void scan(
            Field field, StartingTerms all, Predicate<BytesRef> test, int base, int... local)
            throws IOException {
        PostingsEnum postings = null;
        while (terms < MOST_TERMS && all.next()) {
            terms++;
            if (test.test(all.term())) {
                postings = all.documents(postings);
                for (int number : local) {
                    if (postings.docID() < number) {
                        postings.advance(number);
                    }
                    if (postings.docID() == number) {
                        add(base + number, matched(field, all.term()));
                    }
                }
            }
        }
    }

    private void add(int number, Hit.Matched matched) {
        List<Hit.Matched> facts = found.computeIfAbsent(number, _ -> new ArrayList<>());
        long alike = facts.stream().filter(each -> each.field().equals(matched.field())).count();
        if (alike < MOST_OF_ONE && !facts.contains(matched)) {
            facts.add(matched);
        }
    }

    private static Hit.Matched matched(Field field, BytesRef term) {
        if (field.kind() == Kind.NAMED) {
            VersionTerm version = VersionTerm.parse(term);
            return new Hit.Matched(field.label(), version.name(), version.version());
        }
        return new Hit.Matched(field.label(), "", term.utf8ToString());
    }
}
