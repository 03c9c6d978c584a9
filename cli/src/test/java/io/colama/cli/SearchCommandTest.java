package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.colama.operations.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {

    @TempDir private Path directory = Path.of("");

    private CommandLineFixture colama = new CommandLineFixture(Path.of(""));

    @BeforeEach
    void makeRepository() throws IOException {
        colama = new CommandLineFixture(directory);
        colama.ok("init");
        String disk = colama.disk("d1.raw", 1, 100_000);
        colama.ok("checkin", "web", disk, "-m", "first", "--tag", "v1", "--author", "ada");
        colama.ok("checkin", "web", colama.disk("d2.raw", 2, 100_000), "-m", "second");
    }

    @Test
    void findsAndSaysWhatStandsForIt() {
        assertThat(colama.ok("search", "machine:w*", "author:ada OR second"))
                .startsWith("web  ")
                .hasLineCount(1);
        assertThat(colama.ok("search", "author:ada")).startsWith("nothing found");
        assertThat(colama.ok("search", "author:ada", "--all-revisions")).startsWith("web@v1  ");
        assertThat(colama.ok("search", "--all-revisions", "-n", "1"))
                .contains("1 of 2; --limit shows more");
    }

    @Test
    void printsOneRecord() {
        JsonObject record = colama.json("search", "tag:v1", "--all-revisions", "--facets");
        assertThat(record.keySet())
                .containsExactly("query", "total", "notInspected", "hits", "facets", "warnings");
        JsonObject hit = record.getAsJsonArray("hits").get(0).getAsJsonObject();
        assertThat(hit.keySet())
                .containsExactly(
                        "machine",
                        "revision",
                        "head",
                        "tags",
                        "owner",
                        "author",
                        "time",
                        "title",
                        "systems",
                        "hosts",
                        "inspected",
                        "matches");
        assertThat(hit.get("title").getAsString()).isEqualTo("first");
        assertThat(record.getAsJsonArray("facets")).hasSize(4);
        assertThat(colama.json("search", "nothing").get("total").getAsInt()).isZero();
    }

    @Test
    void aMistakeIsPointedAt() {
        assertThat(colama.run("search", "tag:v1 pgk:openssl"))
                .isEqualTo(Failure.USAGE.exitStatus());
        assertThat(colama.err())
                .isEqualToNormalizingNewlines(
                        """
                          tag:v1 pgk:openssl
                                 ^
                        colama: unknown field "pgk" at 8, did you mean "pkg"?
                        """);
        assertThat(colama.run("search", "tag:", "--json")).isEqualTo(2);
        assertThat(colama.err()).startsWith("{\"error\":{\"code\":\"usage\"").hasLineCount(1);
        assertThat(colama.run("search", "web", "--limit", "0")).isEqualTo(2);
    }

    @Test
    void helpNamesEveryField() {
        String help = colama.ok("search", "--help");
        for (var field : io.colama.search.query.Field.values()) {
            assertThat(help).containsPattern("\\b" + field.label() + "\\b");
        }
    }

    @Test
    void facetsAreTables() {
        assertThat(colama.ok("search", "--facets")).contains("\nage\n", "under 7d", "age:<7d");
    }
}
