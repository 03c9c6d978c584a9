package io.colama.search.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.search.query.Field;
import io.colama.search.query.Query;
import io.colama.search.query.QueryException;
import io.colama.search.query.QueryParser;
import io.colama.search.query.RandomQuery;
import io.colama.search.query.Values;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index against a plain evaluation of the same queries over the same entries. */
class SearchModelTest {

    private static final Seed SEED = Seed.of(4_711);

    private static final Values VALUES = new Values(Entries.NOW, ZoneOffset.UTC);

    private static final List<Field> FIELDS =
            List.of(
                    Field.MACHINE,
                    Field.HEAD,
                    Field.INSPECTED,
                    Field.OWNER,
                    Field.AUTHOR,
                    Field.TAG,
                    Field.FROM,
                    Field.MESSAGE,
                    Field.NOTE,
                    Field.TIME,
                    Field.AGE,
                    Field.DISKS,
                    Field.SIZE,
                    Field.CPUS,
                    Field.MEMORY,
                    Field.FIRMWARE,
                    Field.FS,
                    Field.PROBLEM,
                    Field.OS,
                    Field.OS,
                    Field.LIKE,
                    Field.FAMILY,
                    Field.VERSION,
                    Field.VERSION,
                    Field.SP,
                    Field.KERNEL,
                    Field.EDITION,
                    Field.ARCH,
                    Field.HOST,
                    Field.IP,
                    Field.PKG,
                    Field.PKG,
                    Field.PKG,
                    Field.APP,
                    Field.APP,
                    Field.APP_VERSION,
                    Field.INSTALLED);

    @TempDir private Path directory = Path.of("");

    private static String value(Field field, RandomGenerator random) {
        return switch (field) {
            case HEAD, INSPECTED -> random.nextBoolean() ? "true" : "false";
            case TIME -> Entries.pick(List.of("2026", "2026-03", "2026-05-06", "2025-12"), random);
            case INSTALLED -> Entries.pick(List.of("2019", "2019-05", "2020"), random);
            case AGE -> Entries.pick(List.of("1w", "90d", "6m", "1y"), random);
            case DISKS, CPUS -> "" + random.nextInt(4);
            case SIZE, MEMORY -> random.nextInt(6) + "G";
            case MESSAGE, NOTE -> Entries.pick(List.of("kept", "to be kept", "be", "pat"), random);
            case EDITION -> Entries.pick(List.of("server", "enterprise server", "ent"), random);
            case FIRMWARE -> Entries.pick(List.of("bios", "uefi", "u"), random);
            case FS -> Entries.pick(List.of("ext4", "xfs", "ext"), random);
            case PROBLEM ->
                    Entries.pick(
                            List.of(
                                    "encrypted",
                                    "encrypted:luks2",
                                    "empty",
                                    "empty-database",
                                    "enc"),
                            random);
            case OS ->
                    Entries.pick(
                            List.of("debian", "windows", "windows-2003", "win", "ubuntu"), random);
            case LIKE -> Entries.pick(List.of("debian", "ubuntu", "deb"), random);
            case FAMILY -> Entries.pick(List.of("linux", "windows"), random);
            case ARCH -> Entries.pick(List.of("amd64", "x86_64", "aarch64", "i686"), random);
            case IP -> Entries.pick(List.of("10.1.2.3", "10.1.", "10.2."), random);
            case SP -> "" + random.nextInt(3);
            case KERNEL, VERSION, APP_VERSION ->
                    random.nextInt(8) == 0 ? "6.1" : Entries.pick(Entries.VERSIONS, random);
            case PKG -> Entries.pick(Entries.PACKAGES, random);
            case APP -> Entries.pick(List.of("oracle", "tomcat", "oracle database", "o"), random);
            default -> Entries.pick(Entries.NAMES, random);
        };
    }

    private static Set<String> expected(Map<String, Entry> entries, Query query) {
        return entries.values().stream()
                .filter(entry -> new PlainEvaluation(entry, VALUES).holds(query))
                .map(entry -> entry.machine() + "@" + entry.revision())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(IndexReading index, Query query) throws IOException {
        Found found = index.search(new IndexReading.Request(query, VALUES, true, 10_000, false));
        assertThat(found.total()).isEqualTo(found.hits().size());
        return found.hits().stream()
                .map(hit -> hit.machine() + "@" + hit.revision())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A random query that a text can say, as the parser gives it; unclear ones are drawn again. */
    private static Query sayable(RandomQuery queries) {
        while (true) {
            try {
                return QueryParser.parse(queries.next(3).print());
            } catch (QueryException unclear) {
                assertThat(unclear.getMessage()).contains("not clear which application");
            }
        }
    }

    @Test
    void findsWhatAPlainEvaluationFinds() throws IOException {
        var random = SEED.random();
        RandomQuery queries = new RandomQuery(random, FIELDS, SearchModelTest::value);
        Map<String, Entry> entries = new LinkedHashMap<>();
        int some = 0;
        try (IndexPlace place = IndexPlace.in(directory, "test")) {
            for (int round = 0; round < 6; round++) {
                try (IndexWriting changes = place.write().orElseThrow()) {
                    for (int i = 0; i < 120; i++) {
                        Entry entry = Entries.random(random.nextInt(400), random);
                        entries.put(entry.machine() + "@" + entry.revision(), entry);
                        changes.put(entry);
                    }
                    String machine = entries.values().iterator().next().machine();
                    entries.values().removeIf(entry -> entry.machine().equals(machine));
                    changes.removeMachine(machine);
                    changes.commit();
                }
                try (IndexReading index = place.read().orElseThrow()) {
                    assertThat(index.size()).isEqualTo(entries.size());
                    for (int i = 0; i < 400; i++) {
                        Query query = sayable(queries);
                        Set<String> expected = expected(entries, query);
                        assertThat(found(index, query))
                                .as("%s round %d: %s", SEED, round, query.print())
                                .isEqualTo(expected);
                        some += expected.isEmpty() || expected.size() == entries.size() ? 0 : 1;
                    }
                }
            }
        }
        assertThat(some).as("queries that find some and not all").isGreaterThan(1_200);
    }
}
