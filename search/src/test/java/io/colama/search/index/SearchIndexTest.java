package io.colama.search.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.version.VersionOrder;
import io.colama.search.query.Query;
import io.colama.search.query.QueryParser;
import io.colama.search.query.Values;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchIndexTest {

    private static final Seed SEED = Seed.of(12);

    private static final Values VALUES = new Values(Entries.NOW, ZoneOffset.UTC);

    @TempDir private Path directory = Path.of("");

    private static Entry entry(String machine, SystemFacts... systems) {
        return entry(machine, true, List.of(), systems);
    }

    private static Entry entry(
            String machine, boolean head, List<String> tags, SystemFacts... systems) {
        return new Entry(
                machine,
                "%064x".formatted(machine.hashCode() & 0xffff),
                head,
                "ana",
                "",
                "bob",
                Entries.NOW,
                "",
                tags,
                List.of(),
                1,
                1L << 30,
                Optional.empty(),
                Optional.of(Entries.inspection(List.of(systems))),
                "s");
    }

    private static SystemFacts system(String os, String version, String... packages) {
        List<SystemFacts.PackageFacts> facts = new ArrayList<>();
        for (int i = 0; i < packages.length; i += 2) {
            facts.add(Entries.pkg(packages[i], packages[i + 1]));
        }
        return Entries.system(
                os,
                version,
                "",
                "x86_64",
                "host",
                List.of(new SystemFacts.PackageSet("dpkg", Origin.NONE, facts)),
                List.of());
    }

    private void put(Entry... entries) throws IOException {
        try (IndexPlace place = IndexPlace.in(directory, "test");
                IndexWriting changes = place.write().orElseThrow()) {
            for (Entry entry : entries) {
                changes.put(entry);
            }
            changes.commit();
        }
    }

    private Found search(String query, boolean all, boolean facets) throws IOException {
        try (IndexPlace place = IndexPlace.in(directory, "test");
                IndexReading index = place.read().orElseThrow()) {
            return index.search(
                    new IndexReading.Request(QueryParser.parse(query), VALUES, all, 1000, facets));
        }
    }

    private Set<String> found(String query) throws IOException {
        return search(query, false, false).hits().stream()
                .map(Hit::machine)
                .collect(Collectors.toSet());
    }

    @Test
    void aNameAndAVersionAreOfOnePackage() throws IOException {
        put(
                entry("old", system("debian", "12", "openssl", "3.0.9-1", "zlib", "9")),
                entry("new", system("debian", "12", "openssl", "3.0.11-1~deb12u2", "zlib", "1")));
        assertThat(found("pkg:openssl<3.0.11")).containsExactly("old");
        assertThat(found("pkg:openssl>=3.0.11")).containsExactly("new");
        assertThat(found("pkg:openssl>=3.0.11-1")).isEmpty();
        assertThat(found("pkg:openssl>=3.0.11-1~")).containsExactly("new");
        assertThat(found("pkg:openssl>3.0.9<3.0.12")).containsExactlyInAnyOrder("old", "new");
        assertThat(found("pkg:openssl=3.0.9-1")).containsExactly("old");
        assertThat(found("pkg:openssl=3.0.*")).containsExactlyInAnyOrder("old", "new");
        assertThat(found("pkg:zlib<3")).containsExactly("new");
        assertThat(found("pkg:opens")).isEmpty();
        assertThat(found("openssl")).hasSize(2);
    }

    @Test
    void whoMayLookAtSomeMachinesLearnsNothingOfOthers() throws IOException {
        put(
                entry("mine", system("debian", "12", "openssl", "3.0.9-1")),
                entry(
                        "secret",
                        system("debian", "11", "openssl", "1.1.1"),
                        system("ubuntu", "22.04")),
                entry("unknown"));
        try (IndexPlace place = IndexPlace.in(directory, "test");
                IndexReading index = place.read().orElseThrow()) {
            Found found =
                    index.search(
                            new IndexReading.Request(
                                    QueryParser.parse("os:debian"),
                                    VALUES,
                                    true,
                                    1000,
                                    true,
                                    Optional.of(Set.of("mine", "gone"))));
            assertThat(found.hits()).extracting(Hit::machine).containsExactly("mine");
            assertThat(found.total()).isEqualTo(1);
            assertThat(found.notInspected()).isZero();
            assertThat(found.facets().toString()).doesNotContain("11").doesNotContain("ubuntu");
            assertThat(
                            index.search(
                                            new IndexReading.Request(
                                                    QueryParser.parse("NOT machine:mine"),
                                                    VALUES,
                                                    true,
                                                    1000,
                                                    true,
                                                    Optional.of(Set.of("mine"))))
                                    .total())
                    .isZero();
        }
    }

    @Test
    void whatIsAskedTogetherIsOfOneSystem() throws IOException {
        put(
                entry(
                        "both",
                        system("debian", "11", "a", "1"),
                        system("ubuntu", "22.04", "b", "2")),
                entry("one", system("debian", "12", "b", "1")));
        assertThat(found("os:debian version:>=12")).containsExactly("one");
        assertThat(found("os:debian pkg:b")).containsExactly("one");
        assertThat(found("os:debian (pkg:b OR version:>=22)")).containsExactly("one");
        assertThat(found("os:ubuntu pkg:b=2")).containsExactly("both");
        assertThat(found("os:debian NOT pkg:b")).isEmpty();
        assertThat(found("like:debian version:22")).containsExactly("both");
    }

    @Test
    void windowsServerWithOracleIsFound() throws IOException {
        SystemFacts wanted =
                Entries.system(
                        "windows-2003",
                        "5.2.3790",
                        "2",
                        "i386",
                        "db",
                        List.of(),
                        List.of(
                                Entries.app("oracle", "Oracle Database 10g", "10.2.0.4"),
                                Entries.app("tomcat", "Apache Tomcat", "5.5")));
        SystemFacts other =
                Entries.system(
                        "windows-2003",
                        "5.2.3790",
                        "2",
                        "i386",
                        "db",
                        List.of(),
                        List.of(
                                Entries.app("oracle", "Oracle Database 11g", "11.2.0.1"),
                                Entries.app("tomcat", "Apache Tomcat", "10.1")));
        put(entry("ten", wanted), entry("eleven", other));
        assertThat(found("os:windows-2003 sp:2 app:oracle app-version:10.*"))
                .containsExactly("ten");
        assertThat(found("os:windows-2003 sp:2 app:oracle<11")).containsExactly("ten");
        assertThat(found("os:windows app:oracle")).hasSize(2);
        assertThat(found("sp:1 app:oracle")).isEmpty();
        assertThat(found("app-version:10.*")).hasSize(2);
        assertThat(search("app:oracle<11", false, false).hits().getFirst().matches())
                .containsExactly(new Hit.Matched("app", "oracle", "10.2.0.4"));
    }

    @Test
    void versionsAreInTheOrderOfTheirEcosystem() throws IOException {
        var random = SEED.random();
        List<Entry> entries = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String manager = Entries.pick(Entries.MANAGERS, random);
            String version =
                    random.nextInt(4)
                            + Entries.pick(List.of(".", "~", "-", "_rc", ":"), random)
                            + random.nextInt(12)
                            + Entries.pick(List.of("", "-1", "a", ".0", "~b", "-r1"), random);
            versions.add(version);
            entries.add(
                    entry(
                            manager + "/" + version,
                            Entries.system(
                                    "x",
                                    "",
                                    "",
                                    "",
                                    "",
                                    List.of(
                                            new SystemFacts.PackageSet(
                                                    manager,
                                                    Origin.NONE,
                                                    List.of(Entries.pkg("p", version)))),
                                    List.of())));
        }
        put(entries.toArray(Entry[]::new));
        for (String version : versions) {
            for (Query.Comparison comparison : Query.Comparison.values()) {
                Set<String> expected =
                        entries.stream()
                                .map(Entry::machine)
                                .filter(machine -> {
                                    String[] parts = machine.split("/", 2);
                                    return comparison.holds(
                                            VersionOrder.of(parts[0]).compare(parts[1], version));
                                })
                                .collect(Collectors.toSet());
                assertThat(found("pkg:p%s\"%s\"".formatted(comparison.sign(), version)))
                        .as("%s %s %s", SEED, comparison, version)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void headsAreSearchedUnlessAllAreAskedFor() throws IOException {
        put(
                entry("web", true, List.of("v2"), system("debian", "12")),
                entry("old", false, List.of("v1"), system("debian", "11")));
        assertThat(found("os:debian")).containsExactly("web");
        assertThat(search("os:debian", true, false).hits()).hasSize(2);
        assertThat(found("head:false")).containsExactly("old");
    }

    @Test
    void facetsCountWhatWasFoundAndSayHowToNarrow() throws IOException {
        put(
                entry("a", system("debian", "12"), system("ubuntu", "22.04")),
                entry("b", system("debian", "12")),
                entry("c", system("rhel", "9")));
        Map<String, List<Facet.Value>> facets =
                search("NOT os:rhel", false, true).facets().stream()
                        .collect(Collectors.toMap(Facet::field, Facet::values));
        assertThat(facets.get("os"))
                .containsExactly(
                        new Facet.Value("debian", "os:debian", 2),
                        new Facet.Value("ubuntu", "os:ubuntu", 1));
        assertThat(facets.get("version"))
                .containsExactly(
                        new Facet.Value("debian 12", "os:debian version:=12", 2),
                        new Facet.Value("ubuntu 22.04", "os:ubuntu version:=22.04", 1));
        assertThat(facets.get("owner")).containsExactly(new Facet.Value("ana", "owner:ana", 2));
        assertThat(facets.get("age")).containsExactly(new Facet.Value("under 7d", "age:<7d", 2));
        for (Facet facet : search("", false, true).facets()) {
            for (Facet.Value value : facet.values()) {
                assertThat(search(value.query(), false, false).total()).isEqualTo(value.count());
            }
        }
    }

    @Test
    void completesFieldsNamesAndVersions() throws IOException {
        put(
                entry("web", system("debian", "12", "openssl", "3.0.9-1", "openssh", "9.2")),
                entry("db", system("debian", "12", "openssl", "3.0.11-1")));
        assertThat(completed("os:debian pk|")).containsExactly("pkg:");
        assertThat(completed("pkg:ope|")).containsExactly("openssl", "openssh");
        assertThat(completed("-pkg:openssl<|")).containsExactly("3.0.11-1", "3.0.9-1");
        assertThat(completed("(os:d| tag:x)")).containsExactly("debian");
        assertThat(completed("machine:|")).containsExactly("db", "web");
        assertThat(completed("nothing:|")).isEmpty();
        assertThat(completed("app-version:1|")).isEmpty();
    }

    private List<String> completed(String text) throws IOException {
        try (IndexPlace place = IndexPlace.in(directory, "test");
                IndexReading index = place.read().orElseThrow()) {
            return Completion.of(index, text.replace("|", ""), text.indexOf('|'))
                    .proposals()
                    .stream()
                    .map(Completion.Proposal::text)
                    .toList();
        }
    }

    @Test
    void hostileFactsAreCutAndFoundByWhatIsLeft() throws IOException {
        String endless = "x".repeat(100_000);
        put(
                entry(
                        "web",
                        system(
                                endless,
                                endless,
                                endless,
                                endless,
                                "a\0b",
                                "\0\0",
                                "\uD800",
                                "\uDFFF\uD800")));
        assertThat(found("pkg:xxx*")).containsExactly("web");
        assertThat(found("pkg:" + "x".repeat(3000))).containsExactly("web");
        assertThat(found("pkg:\"a b\"")).containsExactly("web");
    }

    @Test
    void whatIsDamagedMissingOrOfOthersIsAsGoodAsNone() throws IOException {
        put(entry("web", system("debian", "12", "openssl", "3")));
        try (IndexPlace place = IndexPlace.in(directory, "somebody else")) {
            assertThat(place.read()).isEmpty();
        }
        var random = SEED.random();
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> !file.toString().endsWith(".lock")).sorted().toList();
        }
        int noticed = 0;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < 60; i++) {
                byte[] damaged = bytes.clone();
                damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(
                        file,
                        i % 3 == 0
                                ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
                                : damaged);
                try (IndexPlace place = IndexPlace.in(directory, "test");
                        IndexReading index = place.read().orElse(null)) {
                    assertThat(index).as("%s %s %d", SEED, file.getFileName(), i).isNull();
                    noticed++;
                }
            }
            Files.write(file, bytes);
        }
        assertThat(noticed).isEqualTo(60 * files.size());
        Files.write(files.getFirst(), new byte[3]);
        put(entry("new", system("debian", "12")));
        assertThat(found("os:debian")).contains("new").doesNotContain("web");
    }

    @Test
    void whatWasNotCommittedIsForgotten() throws IOException {
        put(entry("web", system("debian", "12")));
        try (IndexPlace place = IndexPlace.in(directory, "test");
                IndexWriting changes = place.write().orElseThrow()) {
            changes.put(entry("db", system("debian", "12")));
            changes.stamp("machine:db", "1");
        }
        assertThat(found("")).containsExactly("web");
        try (IndexPlace place = IndexPlace.in(directory, "test");
                IndexReading index = place.read().orElseThrow()) {
            assertThat(index.stamps("")).isEmpty();
        }
    }

    @Test
    void oneChangesAtATimeWhileOthersRead() throws Exception {
        put(entry("web", system("debian", "12")));
        try (IndexPlace place = IndexPlace.in(directory, "test");
                IndexWriting changes = place.write().orElseThrow()) {
            changes.stamp("a", "1");
            CountDownLatch done = new CountDownLatch(1);
            List<Boolean> others = new ArrayList<>();
            Thread.ofPlatform()
                    .start(() -> {
                        try (IndexPlace other = IndexPlace.in(directory, "test")) {
                            others.add(other.write().isPresent());
                            others.add(found("os:debian").equals(Set.of("web")));
                        } catch (IOException e) {
                            others.add(false);
                        } finally {
                            done.countDown();
                        }
                    });
            done.await();
            assertThat(others).containsExactly(false, true);
            changes.commit();
        }
        assertThat(found("os:debian")).containsExactly("web");
    }
}
