package io.colama.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {

    private static final Seed SEED = Seed.of(77);

    private static Query match(Field field, Query.Condition condition) {
        return new Query.Match(field, condition);
    }

    private static Query is(Field field, String value) {
        return match(field, new Query.Is(value));
    }

    private static Query tag(String name) {
        return is(Field.TAG, name);
    }

    private static Query.Condition compare(Query.Comparison comparison, String value) {
        return new Query.Compare(comparison, value);
    }

    @Test
    void readsThePromisedQueries() throws QueryException {
        assertThat(
                        QueryParser.parse(
                                "os:debian version:>=12 pkg:openssl<3.0.11 owner:ana tag:gold arch:amd64 \"free text\""))
                .isEqualTo(
                        new Query.And(
                                List.of(
                                        is(Field.OS, "debian"),
                                        match(Field.VERSION, compare(Query.Comparison.GE, "12")),
                                        new Query.Named(
                                                Field.PKG,
                                                "openssl",
                                                false,
                                                List.of(compare(Query.Comparison.LT, "3.0.11"))),
                                        is(Field.OWNER, "ana"),
                                        tag("gold"),
                                        is(Field.ARCH, "amd64"),
                                        new Query.Words("free text", false))));
        assertThat(QueryParser.parse("os:windows-2003 sp:2 app:oracle app-version:10.*"))
                .isEqualTo(
                        new Query.And(
                                List.of(
                                        is(Field.OS, "windows-2003"),
                                        is(Field.SP, "2"),
                                        new Query.Named(Field.APP, "oracle", false, List.of()),
                                        match(Field.APP_VERSION, new Query.StartsWith("10.")))));
    }

    @Test
    void andBindsCloserThanOr() throws QueryException {
        Query expected =
                new Query.Or(List.of(new Query.And(List.of(tag("a"), tag("b"))), tag("c")));
        assertThat(QueryParser.parse("tag:a tag:b OR tag:c")).isEqualTo(expected);
        assertThat(QueryParser.parse("(tag:a AND tag:b) OR(tag:c)")).isEqualTo(expected);
        assertThat(QueryParser.parse("tag:a (tag:b OR tag:c)"))
                .isEqualTo(
                        new Query.And(
                                List.of(tag("a"), new Query.Or(List.of(tag("b"), tag("c"))))));
    }

    @Test
    void notAndHyphenDeny() throws QueryException {
        assertThat(QueryParser.parse("NOT tag:a")).isEqualTo(new Query.Not(tag("a")));
        assertThat(QueryParser.parse("-tag:a")).isEqualTo(new Query.Not(tag("a")));
        assertThat(QueryParser.parse("-(tag:a OR tag:b)"))
                .isEqualTo(new Query.Not(new Query.Or(List.of(tag("a"), tag("b")))));
        assertThat(QueryParser.parse("web-01")).isEqualTo(new Query.Words("web-01", false));
    }

    @Test
    void quotesTakeEverything() throws QueryException {
        assertThat(QueryParser.parse("tag:\"a (b) \\\"c\\\" \\\\ *\""))
                .isEqualTo(tag("a (b) \"c\" \\ *"));
        assertThat(QueryParser.parse("\"OR\"")).isEqualTo(new Query.Words("OR", false));
        assertThat(QueryParser.parse("host:\"a b\"*"))
                .isEqualTo(match(Field.HOST, new Query.StartsWith("a b")));
    }

    @Test
    void rangesAndComparisonsStandForThemselves() throws QueryException {
        assertThat(QueryParser.parse("time:2026-01..2026-03"))
                .isEqualTo(match(Field.TIME, new Query.Between("2026-01", "2026-03")));
        assertThat(QueryParser.parse("cpus:4.. memory:..8G"))
                .isEqualTo(
                        new Query.And(
                                List.of(
                                        match(Field.CPUS, compare(Query.Comparison.GE, "4")),
                                        match(Field.MEMORY, compare(Query.Comparison.LE, "8G")))));
        assertThat(QueryParser.parse("pkg:lib*>=1:3<1:4=1:3.*"))
                .isEqualTo(
                        new Query.Named(
                                Field.PKG,
                                "lib",
                                true,
                                List.of(
                                        compare(Query.Comparison.GE, "1:3"),
                                        compare(Query.Comparison.LT, "1:4"),
                                        new Query.StartsWith("1:3."))));
        assertThat(QueryParser.parse("PACKAGE:a=1..2"))
                .isEqualTo(
                        new Query.Named(
                                Field.PKG, "a", false, List.of(new Query.Between("1", "2"))));
        assertThat(QueryParser.parse("problem:encrypted:luks2"))
                .isEqualTo(is(Field.PROBLEM, "encrypted:luks2"));
    }

    @Test
    void nothingIsEverything() throws QueryException {
        assertThat(QueryParser.parse(" \t ")).isEqualTo(new Query.And(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "os:debian pgk:openssl | 10 | unknown field \"pgk\" at 11, did you mean \"pkg\"?",
                "ower:ana | 0 | unknown field \"ower\" at 1, did you mean \"owner\"?",
                "zzzzzz:ana | 0 | unknown field \"zzzzzz\" at 1; put it in quotes to search for the text",
                "tag: | 4 | tag needs a value at 5: a word, or x* for what begins with x",
                "tag:<a | 4 | tag cannot be compared at 5: it takes a word, or x* for what begins with x",
                "tag:a..b | 5 | tag has no ranges at 6: it takes a word, or x* for what begins with x",
                "cpus:many | 5 | \"many\" at 6 is not a number: 4, >=4, 2..8",
                "cpus:4* | 6 | a \"*\" at 7 that has no meaning here: cpus takes a number: 4, >=4, 2..8",
                "memory:>=4X | 9 | \"4X\" at 10 is not a size: 4G, >=512M",
                "time:2026-13 | 5 | \"2026-13\" at 6 is not a date: 2026, 2026-03, >=2026-03-05, 2026-01..2026-03",
                "age:90d | 4 | \"90d\" at 5 needs a comparison: age:<90d is younger, age:>90d older",
                "id:xyz | 3 | \"xyz\" at 4 is not hexadecimal digits",
                "head:maybe | 5 | \"maybe\" at 6 is not true or false",
                "(tag:a | 0 | the \"(\" at 1 is not closed",
                "tag:a) | 5 | a \")\" at 6 that closes nothing",
                "tag:\"a | 4 | the quotes that open at 5 are not closed",
                "tag:a OR | 8 | a term is missing at 9, the end",
                "OR tag:a | 0 | a term is missing before position 1",
                "AND tag:a | 0 | AND at 1 needs a term on both sides",
                "tag:a AND | 6 | AND at 7 needs a term on both sides",
                "NOT | 3 | a term is missing at 4, after NOT",
                "() | 1 | a term is missing before position 2",
                "openssl<3 | 0 | \"openssl\" at 1 is compared and has no field, did you mean \"pkg:openssl…\"?",
                "pkg:<3 | 4 | pkg needs a name before the comparison at 5, such as pkg:openssl<3.0.11",
                "tag:a*b | 5 | a \"*\" at 6 that does not end a word: put the word in quotes to search for the character",
                "<3 | 0 | a \"<\" at 1 without a field before it, such as version:>=12",
                "* | 0 | a \"*\" at 1 without a field before it, such as version:>=12",
                "... | 0 | a \".\" at 1 without a field before it, such as version:>=12",
                "note:\"a b\"* | 5 | \"a b\" at 6 has several words: only a single one can end in \"*\"",
                "note:+ | 5 | \"+\" at 6 has no letters or digits to search for",
                "tag:a\"b\" | 5 | unexpected \"\"\" at 6: a blank or the end was expected after the value of tag",
                "app:a app:b app-version:1 | 12 | it is not clear which application the app-version at 13 is about: write app:NAME=10.* or app:NAME<11",
                "(app:a OR app:b) app-version:1 | 17 | it is not clear which application the app-version at 18 is about: write app:NAME=10.* or app:NAME<11",
                "app:a NOT app-version:1 | 6 | it is not clear which application the app-version at 7 is about: write app:NAME=10.* or app:NAME<11",
            })
    void aMistakeIsToldWithItsPosition(String query, int position, String message) {
        assertThatThrownBy(() -> QueryParser.parse(query))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        mistake -> {
                            assertThat(mistake).hasMessage(message);
                            assertThat(mistake.position()).isEqualTo(position);
                        });
    }

    @Test
    void hostileQueriesAreRefusedInOneLine() {
        for (String hostile :
                List.of(
                        "a".repeat(QueryParser.LONGEST + 1),
                        "(".repeat(4000),
                        "NOT ".repeat(1000) + "a",
                        "-".repeat(4000) + "a",
                        "a ".repeat(2000),
                        "pkg:a" + "<1".repeat(1000),
                        "\"".repeat(4001),
                        "OR ".repeat(1000))) {
            assertThatThrownBy(() -> QueryParser.parse(hostile))
                    .isInstanceOf(QueryException.class)
                    .message()
                    .hasSizeLessThan(300)
                    .doesNotContain("\n");
        }
    }

    @Test
    void aPrintedQueryIsReadAsTheSame() throws QueryException {
        var random = SEED.random();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            Query query = RandomQuery.hard(random).next(3);
            Query again;
            try {
                again = QueryParser.parse(query.print());
            } catch (QueryException mistake) {
                assertThat(mistake.getMessage())
                        .as("%s: %s", SEED, query.print())
                        .contains("not clear which application");
                continue;
            }
            assertThat(again).as("%s: %s", SEED, query.print()).isEqualTo(query);
            read++;
        }
        assertThat(read).isGreaterThan(15_000);
    }
}
