package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.operations.KeptSearch.Refreshed;
import io.colama.search.index.Hit;
import io.colama.search.index.IndexPlace;
import io.colama.search.index.IndexWriting;
import io.colama.store.Store;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that stays open finds what one that looks each time finds. */
class KeptSearchTest {

    @TempDir private Path directory = Path.of("");

    private Environment environment = new Environment(Path.of("."), Clock.systemUTC(), "ana");
    private RevisionsToFind revisions = new RevisionsToFind(environment, directory);

    @BeforeEach
    void makeRepository() throws IOException {
        environment = new Environment(directory.resolve("repository"), Clock.systemUTC(), "ana");
        new Init(environment).run();
        revisions = new RevisionsToFind(environment, directory);
    }

    private static Search.Request request(String query, boolean all) {
        return new Search.Request(query, all, 100, false, ZoneOffset.UTC);
    }

    private static List<String> machines(KeptSearch kept, String query) throws IOException {
        return kept.run(request(query, false)).hits().stream().map(Hit::machine).toList();
    }

    @Test
    void findsWhatAFreshSearchFindsWhenItIsToldWhatChanged() throws IOException {
        RandomGenerator random = Seed.of(4711).random();
        Map<String, String> heads = new HashMap<>();
        try (Store store = environment.openStore();
                KeptSearch kept = new KeptSearch(environment.keeping(store))) {
            for (int step = 0; step < 40; step++) {
                String machine = "m" + random.nextInt(5);
                change(machine, step, random, heads);
                kept.refresh(Optional.of(Set.of(machine)), Task.SILENT);
                for (String query :
                        List.of("", "tag:gold", "note:keep", "pkg:bash", "message:even")) {
                    // in memory, so that nothing but the kept one changes the index
                    Search.Result fresh =
                            new Search(environment).runInMemory(request(query, true), Task.SILENT);
                    assertThat(kept.run(request(query, true)))
                            .as("%s after %d", query, step)
                            .isEqualTo(fresh);
                }
            }
        }
    }

    private void change(String machine, int step, RandomGenerator random, Map<String, String> heads)
            throws IOException {
        int what = heads.containsKey(machine) ? random.nextInt(5) : 0;
        switch (what) {
            case 0, 1 ->
                    heads.put(machine, revisions.checkIn(machine, step % 2 == 0 ? "even" : "odd"));
            case 2 -> new Tag(environment).run(machine, "gold", true);
            case 3 -> new AddNote(environment).run(machine, "keep " + step);
            default -> revisions.keep(heads.getOrDefault(machine, ""), "bash", "5." + step);
        }
    }

    @Test
    void answersFromTheLastRefreshUntilTheNext() throws IOException {
        revisions.checkIn("web", "");
        try (KeptSearch kept = new KeptSearch(environment)) {
            assertThat(kept.refresh(Optional.empty(), Task.SILENT)).isEqualTo(Refreshed.CHANGED);
            revisions.checkIn("db", "");
            assertThat(machines(kept, "")).containsExactly("web");
            assertThat(kept.refresh(Optional.of(Set.of("web")), Task.SILENT))
                    .isEqualTo(Refreshed.UNCHANGED);
            assertThat(kept.refresh(Optional.of(Set.of("db")), Task.SILENT))
                    .isEqualTo(Refreshed.CHANGED);
            assertThat(machines(kept, "")).containsExactly("db", "web");
        }
    }

    @Test
    void anIndexThatIsTakenAwayIsMadeAnewWithAllMachines() throws IOException {
        revisions.checkIn("web", "");
        revisions.checkIn("db", "");
        try (KeptSearch kept = new KeptSearch(environment)) {
            kept.refresh(Optional.empty(), Task.SILENT);
            try (Stream<Path> files = Files.list(Search.directory(environment))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            assertThat(machines(kept, "")).containsExactly("db", "web");
            revisions.checkIn("mail", "");
            kept.refresh(Optional.of(Set.of("mail")), Task.SILENT);
            assertThat(machines(kept, "")).containsExactly("mail", "db", "web");
        }
    }

    @Test
    void anotherWhoChangesTheIndexIsGivenWay() throws IOException {
        revisions.checkIn("web", "");
        List<Refreshed> found = new ArrayList<>();
        try (Store store = environment.openStore();
                KeptSearch kept = new KeptSearch(environment)) {
            kept.refresh(Optional.empty(), Task.SILENT);
            revisions.checkIn("db", "");
            String owner = store.description().id().toString();
            try (IndexPlace place = IndexPlace.in(Search.directory(environment), owner);
                    IndexWriting _ = place.write().orElseThrow()) {
                found.add(kept.refresh(Optional.of(Set.of("db")), Task.SILENT));
                assertThat(machines(kept, "")).containsExactly("web");
            }
            found.add(kept.refresh(Optional.of(Set.of("db")), Task.SILENT));
            assertThat(machines(kept, "")).containsExactly("db", "web");
        }
        assertThat(found).containsExactly(Refreshed.HINDERED, Refreshed.CHANGED);
    }
}
