package io.colama.search.index;

import io.colama.inspect.version.VersionOrder;
import io.colama.search.query.Binding;
import io.colama.search.query.Field;
import io.colama.search.query.Kind;
import io.colama.search.query.Query;
import io.colama.search.query.Values;
import io.colama.search.query.VersionTest;
import io.colama.search.query.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Queries as the index takes them.
 *
 * <p>Parts of an AND that are about systems alone are asked together of each system in turn; all
 * others are asked of the machine, which is to say of any of its systems.
 */
final class QueryCompiler {

    private final Values values;
    private final int systems;

    /** Compiles for an index whose entries have at most so many systems. */
    QueryCompiler(Values values, int systems) {
        this.values = values;
        this.systems = systems;
    }

    org.apache.lucene.search.Query compile(Query query) {
        return switch (query) {
            case Query.And(var parts) -> and(Binding.bound(parts));
            case Query.Or(var parts) -> any(parts.stream().map(this::compile).toList());
            case Query.Not(var part) ->
                    new BooleanQuery.Builder()
                            .add(MatchAllDocsQuery.INSTANCE, Occur.MUST)
                            .add(compile(part), Occur.MUST_NOT)
                            .build();
            case Query.Words words -> words(words);
            case Query.Match match ->
                    isOfSystem(match) ? ofAny(match) : match(match.field().label(), match);
            case Query.Named named -> ofAny(named);
        };
    }

    private org.apache.lucene.search.Query and(List<Query> parts) {
        List<org.apache.lucene.search.Query> all = new ArrayList<>();
        List<Query> together = parts.stream().filter(QueryCompiler::isOfSystem).toList();
        if (!together.isEmpty()) {
            all.add(ofAny(new Query.And(together)));
        }
        parts.stream().filter(part -> !isOfSystem(part)).map(this::compile).forEach(all::add);
        return every(all);
    }

    /** Whether all of it is about systems, and nothing is denied. */
    static boolean isOfSystem(Query query) {
        return switch (query) {
            case Query.And(var parts) ->
                    !parts.isEmpty() && parts.stream().allMatch(QueryCompiler::isOfSystem);
            case Query.Or(var parts) -> parts.stream().allMatch(QueryCompiler::isOfSystem);
            case Query.Not _, Query.Words _ -> false;
            case Query.Match match -> match.field().isOfSystem();
            case Query.Named _ -> true;
        };
    }

    private org.apache.lucene.search.Query ofAny(Query query) {
        List<org.apache.lucene.search.Query> each = new ArrayList<>();
        for (int system = 0; system < systems; system++) {
            each.add(of(query, system));
        }
        return any(each);
    }

    private org.apache.lucene.search.Query of(Query query, int system) {
        return switch (query) {
            case Query.And(var parts) ->
                    every(Binding.bound(parts).stream().map(part -> of(part, system)).toList());
            case Query.Or(var parts) -> any(parts.stream().map(part -> of(part, system)).toList());
            case Query.Match match ->
                    match.field() == Field.APP_VERSION
                            ? anyVersion(match.condition(), system)
                            : match(DocumentBuilder.name(match.field(), system), match);
            case Query.Named named ->
                    new TermScan(
                            DocumentBuilder.name(named.field(), system), start(named), test(named));
            case Query.Not _, Query.Words _ -> throw new IllegalArgumentException(query.print());
        };
    }

    private static org.apache.lucene.search.Query every(
            List<org.apache.lucene.search.Query> queries) {
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        if (queries.isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        queries.forEach(query -> builder.add(query, Occur.MUST));
        return queries.size() == 1 ? queries.getFirst() : builder.build();
    }

    private static org.apache.lucene.search.Query any(
            List<org.apache.lucene.search.Query> queries) {
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        queries.forEach(query -> builder.add(query, Occur.SHOULD));
        return queries.size() == 1 ? queries.getFirst() : builder.build();
    }

    private org.apache.lucene.search.Query anyVersion(Query.Condition condition, int system) {
        String field = DocumentBuilder.name(Field.APP, system);
        VersionTest test = new VersionTest(condition);
        return new TermScan(
                field,
                "",
                term -> {
                    VersionTerm app = VersionTerm.parse(term);
                    return test.holds(app.order(), app.version());
                });
    }

    /** What the terms of a name, or of names that begin so, begin with. */
    static String start(Query.Named named) {
        return named.prefix() ? Words.lower(named.name()) : VersionTerm.start(named.name());
    }

    /** Whether a term has a version that is asked for. */
    static Predicate<BytesRef> test(Query.Named named) {
        if (named.versions().isEmpty()) {
            return _ -> true;
        }
        List<VersionTest> tests = named.versions().stream().map(VersionTest::new).toList();
        return term -> {
            VersionTerm found = VersionTerm.parse(term);
            for (VersionTest test : tests) {
                if (!test.holds(found.order(), found.version())) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Whether a term is a version that is asked for. */
    static Predicate<BytesRef> test(Query.Condition condition) {
        VersionTest test = new VersionTest(condition);
        return term -> test.holds(VersionOrder.DOTTED, term.utf8ToString());
    }

    private org.apache.lucene.search.Query match(String field, Query.Match match) {
        Query.Condition condition = match.condition();
        Kind kind = match.field().kind();
        return switch (kind) {
            case WORD, PARTS, ID -> term(field, match);
            case FLAG -> new TermQuery(new Term(field, flag(condition)));
            case TEXT -> text(field, condition);
            case VERSION -> new TermScan(field, "", test(condition));
            case NUMBER, SIZE, TIME, AGE -> {
                Values.Range range = values.range(kind, condition);
                yield LongPoint.newRangeQuery(
                        kind == Kind.AGE ? Field.TIME.label() : field, range.low(), range.high());
            }
            case NAMED -> throw new IllegalArgumentException(field);
        };
    }

    private static org.apache.lucene.search.Query term(String field, Query.Match match) {
        boolean architecture = match.field() == Field.ARCH;
        return switch (match.condition()) {
            case Query.Is(var value) ->
                    match.field() == Field.ID
                            ? new TermScan(field, Words.lower(value), _ -> true)
                            : new TermQuery(
                                    new Term(
                                            field,
                                            Words.lower(
                                                    architecture
                                                            ? Architectures.plain(value)
                                                            : value)));
            case Query.StartsWith(var value) -> new TermScan(field, Words.lower(value), _ -> true);
            case Query.Compare _, Query.Between _ -> throw new IllegalArgumentException(field);
        };
    }

    private static String flag(Query.Condition condition) {
        boolean yes =
                condition instanceof Query.Is(var value)
                        && List.of("true", "yes").contains(value.toLowerCase(Locale.ROOT));
        return Boolean.toString(yes);
    }

    private static org.apache.lucene.search.Query text(String field, Query.Condition condition) {
        return switch (condition) {
            case Query.Is(var value) -> phrase(field, value);
            case Query.StartsWith(var value) ->
                    new TermScan(field, Words.of(value).getFirst(), _ -> true);
            case Query.Compare _, Query.Between _ -> throw new IllegalArgumentException(field);
        };
    }

    private static org.apache.lucene.search.Query phrase(String field, String text) {
        List<String> words = Words.of(text);
        return words.isEmpty()
                ? MatchNoDocsQuery.INSTANCE
                : words.size() == 1
                        ? new TermQuery(new Term(field, words.getFirst()))
                        : new PhraseQuery(field, words.toArray(String[]::new));
    }

    private org.apache.lucene.search.Query words(Query.Words words) {
        List<org.apache.lucene.search.Query> places = new ArrayList<>();
        places.add(
                words.prefix()
                        ? new TermScan("text", Words.of(words.text()).getFirst(), _ -> true)
                        : phrase("text", words.text()));
        for (Field field : List.of(Field.PKG, Field.APP)) {
            places.add(ofAny(new Query.Named(field, words.text(), words.prefix(), List.of())));
        }
        return any(places);
    }
}
