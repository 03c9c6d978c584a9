package io.colama.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.time.ZoneOffset;

class QueryParserFuzzTest {

    @FuzzTest
    void everyTextIsAQueryOrAMistakeInIt(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        Query query;
        try {
            query = QueryParser.parse(text);
        } catch (QueryException mistake) {
            assertThat(mistake.position()).isBetween(0, text.length());
            return;
        }
        try {
            assertThat(QueryParser.parse(query.print())).isEqualTo(query);
        } catch (QueryException mistake) {
            // quotes and the names of fields made it longer than is allowed
            assertThat(query.print()).hasSizeGreaterThan(QueryParser.LONGEST);
        }
        ranges(query);
    }

    private static void ranges(Query query) {
        switch (query) {
            case Query.And(var parts) -> parts.forEach(QueryParserFuzzTest::ranges);
            case Query.Or(var parts) -> parts.forEach(QueryParserFuzzTest::ranges);
            case Query.Not(var part) -> ranges(part);
            case Query.Match(var field, var condition) -> {
                switch (field.kind()) {
                    case NUMBER, SIZE, TIME, AGE ->
                            assertThat(
                                            new Values(Instant.EPOCH, ZoneOffset.UTC)
                                                    .range(field.kind(), condition))
                                    .isNotNull();
                    case WORD, PARTS, ID, FLAG, TEXT, VERSION, NAMED -> {
                        // no numbers
                    }
                }
            }
            case Query.Words _, Query.Named _ -> {
                // no numbers
            }
        }
    }
}
