package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.search.index.Hit;
import io.colama.search.query.QueryException;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index follows what happens in a repository. */
class SearchTest {

    private static final Seed SEED = Seed.of(99);

    @TempDir private Path directory = Path.of("");

    private Environment environment = new Environment(Path.of("."), Clock.systemUTC(), "ana");
    private RevisionsToFind revisions = new RevisionsToFind(environment, directory);

    @BeforeEach
    void makeRepository() throws IOException {
        environment = new Environment(directory.resolve("repository"), Clock.systemUTC(), "ana");
        new Init(environment).run();
        revisions = new RevisionsToFind(environment, directory);
    }

    private String checkIn(String machine, String message) throws IOException {
        return revisions.checkIn(machine, message);
    }

    private void keep(String revision, String packageName, String version) throws IOException {
        revisions.keep(revision, packageName, version);
    }

    private Search.Result run(String query, boolean all) throws IOException {
        return new Search(environment)
                .run(new Search.Request(query, all, 100, false, ZoneOffset.UTC), Task.SILENT);
    }

    private List<String> machines(String query) throws IOException {
        return run(query, false).hits().stream().map(Hit::machine).sorted().toList();
    }

    private void tag(String name, String tag, boolean force) throws IOException {
        new Tag(environment).run(name, tag, force);
    }

    @Test
    void followsHeadsTagsNotesAndClones() throws IOException {
        String first = checkIn("web", "first");
        assertThat(machines("message:first")).containsExactly("web");
        String second = checkIn("web", "second");
        assertThat(machines("message:first")).isEmpty();
        assertThat(run("message:first", true).hits()).extracting(Hit::head).containsExactly(false);
        tag("web", "gold", false);
        assertThat(machines("tag:gold")).containsExactly("web");
        tag("web~1", "gold", true);
        assertThat(machines("tag:gold")).isEmpty();
        assertThat(run("tag:gold", true).hits()).extracting(Hit::revision).containsExactly(first);
        new AddNote(environment).run("web", "to be kept");
        assertThat(machines("note:\"be kept\"")).containsExactly("web");
        new CloneMachine(environment).run("web@gold", "copy");
        assertThat(machines("from:web")).containsExactly("copy");
        assertThat(machines("id:" + first.substring(0, 12))).containsExactly("copy");
        assertThat(machines("id:" + second)).containsExactly("web");
        assertThat(machines("owner:ana")).containsExactly("copy", "web");
    }

    @Test
    void findsInspectionsAsSoonAsTheyAreKept() throws IOException {
        String web = checkIn("web", "");
        checkIn("db", "");
        assertThat(run("os:debian", false).notInspected()).isEqualTo(2);
        keep(web, "openssl", "3.0.9-1");
        Search.Result result = run("os:debian pkg:openssl<3.0.11", false);
        assertThat(result.notInspected()).isEqualTo(1);
        assertThat(result.hits().getFirst().matches())
                .containsExactly(new Hit.Matched("pkg", "openssl", "3.0.9-1"));
        keep(web, "openssl", "3.0.12-1");
        assertThat(machines("pkg:openssl<3.0.11")).isEmpty();
        assertThat(machines("inspected:false")).containsExactly("db");
        Environment later =
                new Environment(
                        environment.repository(),
                        Clock.offset(Clock.systemUTC(), Duration.ofHours(1)),
                        "ana");
        Search search = new Search(later);
        Search.Request request =
                new Search.Request("pkg:openssl", false, 10, false, ZoneOffset.UTC);
        assertThat(search.run(request, Task.SILENT).total()).isEqualTo(1);
        keep(web, "bash", "5");
        assertThat(search.run(request, Task.SILENT).total()).isZero();
    }

    @Test
    void anIndexThatIsDamagedOrGoneIsMadeAnew() throws IOException {
        String web = checkIn("web", "first");
        keep(web, "openssl", "3");
        assertThat(machines("pkg:openssl")).containsExactly("web");
        Path index = environment.repository().resolve("search");
        List<Path> files;
        try (Stream<Path> all = Files.list(index)) {
            files = all.filter(file -> !file.toString().endsWith(".lock")).toList();
        }
        for (Path file : files) {
            if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
            assertThat(machines("pkg:openssl")).as("%s", file).containsExactly("web");
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
            assertThat(machines("pkg:openssl")).as("%s", file).containsExactly("web");
        }
    }

    @Test
    void aMachineWhoseLogIsAnotherOneIsIndexedAnew() throws IOException {
        checkIn("web", "first");
        checkIn("db", "other");
        tag("web", "gold", false);
        assertThat(machines("tag:gold")).containsExactly("web");
        Path refs = environment.repository().resolve("refs");
        delete(refs.resolve("web"));
        assertThat(machines("")).containsExactly("db");
        checkIn("web", "reborn");
        assertThat(run("machine:web", true).hits())
                .extracting(Hit::title)
                .containsExactly("reborn");
        assertThat(machines("tag:gold")).isEmpty();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aMachineWithABrokenLogIsToldAndTheOthersFound() throws IOException {
        checkIn("web", "first");
        checkIn("db", "other");
        assertThat(machines("")).containsExactly("db", "web");
        Path log = environment.repository().resolve("refs/web");
        try (Stream<Path> files = Files.walk(log)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
                Files.write(file, new byte[100]);
            }
        }
        for (int i = 0; i < 2; i++) {
            Search.Result result = run("", false);
            assertThat(result.hits()).extracting(Hit::machine).containsExactly("db");
            assertThat(result.warnings())
                    .singleElement()
                    .asString()
                    .contains("\"web\" is not searched");
        }
    }

    @Test
    void aRepositoryThatCannotBeWrittenToIsSearchedInMemory() throws IOException {
        checkIn("web", "first");
        assertThat(machines("")).containsExactly("web");
        checkIn("db", "second");
        Path index = environment.repository().resolve("search");
        long size = files(index);
        Search.Result result =
                new Search(environment)
                        .runInMemory(
                                new Search.Request("", false, 10, false, ZoneOffset.UTC),
                                Task.SILENT);
        assertThat(result.hits()).hasSize(2);
        assertThat(files(index)).isEqualTo(size);
    }

    private static long files(Path index) throws IOException {
        try (Stream<Path> all = Files.list(index)) {
            return all.count();
        }
    }

    @Test
    void manyMaySearchAndCheckInAtOnce() throws Exception {
        checkIn("web", "first");
        List<Future<Optional<String>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                String machine = "m" + thread;
                all.add(threads.submit(() -> searchesWhatItChecksIn(machine)));
            }
            for (Future<Optional<String>> each : all) {
                assertThat(each.get()).isEmpty();
            }
        }
        assertThat(machines("")).containsExactly("m0", "m1", "m2", "m3", "web");
        assertThat(run("", true).total()).isEqualTo(13);
    }

    private Optional<String> searchesWhatItChecksIn(String machine) throws IOException {
        for (int i = 0; i < 3; i++) {
            Path image = directory.resolve(machine + i + ".raw");
            RandomDisk.of(SEED.part(machine.hashCode() + i), 20_000).writeTo(image);
            new CheckIn(environment)
                    .run(CheckIn.Request.of(machine, List.of(image), "n" + i), Task.SILENT);
            Search.Result found = run("machine:" + machine, true);
            if (found.total() != i + 1 && found.warnings().isEmpty()) {
                return Optional.of(machine + " " + i + " " + found);
            }
        }
        return Optional.empty();
    }

    @Test
    void aMistakeIsAMistakeOfUsage() {
        assertThatThrownBy(() -> run("pgk:x", false))
                .isInstanceOf(QueryException.class)
                .satisfies(e -> assertThat(Failure.of(e)).isEqualTo(Failure.USAGE));
    }

    @Test
    void completesFromTheIndex() throws IOException {
        checkIn("web", "first");
        assertThat(new Search(environment).complete("machine:w", 9, Task.SILENT).proposals())
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.text()).isEqualTo("web"));
    }
}
