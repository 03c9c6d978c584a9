package io.colama.inspect.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.guest.file.MemoryNode;
import io.colama.inspect.Subjects;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import io.colama.testkit.Mutants;
import io.colama.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class LibrariesTest {

    private static final Seed SEED = Seed.of(2_718);

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] jar(String group, String artifact, String version) throws IOException {
        return zip(
                Map.of(
                        "META-INF/MANIFEST.MF",
                        text("Manifest-Version: 1.0\n"),
                        "META-INF/maven/%s/%s/pom.properties".formatted(group, artifact),
                        text(
                                "groupId=%s\nartifactId=%s\nversion=%s\n"
                                        .formatted(group, artifact, version))));
    }

    private static List<String> read(Subject subject) throws IOException {
        List<PackageSet> sets = new Libraries(subject, () -> false).read();
        return sets.stream()
                .flatMap(set ->
                        set.packages().stream()
                                .map(p ->
                                        "%s %s %s [%s] %s"
                                                .formatted(
                                                        set.manager(),
                                                        p.name(),
                                                        p.version(),
                                                        p.licence(),
                                                        p.summary())))
                .toList();
    }

    private static Subject subject(Map<String, byte[]> files) {
        return Subjects.linux(MemoryNode.ofBytes(files));
    }

    @Test
    void findsLibrariesOfFourLanguagesWhereverTheyLie() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        files.put(
                "srv/app/venv/lib/python3.11/site-packages/requests-2.31.0.dist-info/METADATA",
                text(
                        """
                        Metadata-Version: 2.1
                        Name: requests
                        Version: 2.31.0
                        License: Apache 2.0

                        Name: not this
                        """));
        files.put(
                "usr/lib/python3/dist-packages/six.egg-info/PKG-INFO",
                text("Name: six\nVersion: 1.16.0\nLicense: UNKNOWN\n"));
        files.put(
                "srv/web/node_modules/express/package.json",
                text("{\"name\":\"express\",\"version\":\"4.18.2\",\"license\":\"MIT\"}"));
        files.put(
                "srv/web/node_modules/@types/node/package.json",
                text(
                        "{\"name\":\"@types/node\",\"version\":\"20.1.0\",\"license\":{\"type\":\"MIT\"}}"));
        files.put("srv/web/node_modules/express/lib/package.json", text("{\"type\":\"module\"}"));
        files.put("srv/web/package.json", text("{\"name\":\"web\",\"version\":\"1.0.0\"}"));
        files.put("var/lib/gems/3.1.0/specifications/rails-7.0.4.gemspec", text("spec"));
        files.put("opt/app/lib/guava.jar", jar("com.google.guava", "guava", "32.1.3-jre"));
        files.put("opt/app/lib/commons-io-2.11.0.jar", zip(Map.of("a.class", text("x"))));
        files.put(
                "opt/app/app.war",
                zip(
                        Map.of(
                                "WEB-INF/lib/inner.jar",
                                jar("org.example", "inner", "1.0"),
                                "index.html",
                                text("x".repeat(100_000)))));
        Subject subject = subject(files);
        assertThat(read(subject))
                .containsExactly(
                        "gem rails 7.0.4 [] /var/lib/gems/3.1.0/specifications/rails-7.0.4.gemspec",
                        "maven com.google.guava:guava 32.1.3-jre [] /opt/app/lib/guava.jar",
                        "maven commons-io 2.11.0 [] /opt/app/lib/commons-io-2.11.0.jar",
                        "maven org.example:inner 1.0 [] /opt/app/app.war",
                        "npm @types/node 20.1.0 [MIT] /srv/web/node_modules/@types/node/package.json",
                        "npm express 4.18.2 [MIT] /srv/web/node_modules/express/package.json",
                        "pypi requests 2.31.0 [Apache 2.0] /srv/app/venv/lib/python3.11/site-packages/requests-2.31.0.dist-info/METADATA",
                        "pypi six 1.16.0 [] /usr/lib/python3/dist-packages/six.egg-info/PKG-INFO");
        assertThat(subject.problems()).isEmpty();
    }

    @Test
    void saysWhichFilesAreDamagedAndGoesOn() throws IOException {
        byte[] cut = jar("a", "b", "1");
        Subject subject =
                subject(
                        Map.of(
                                "opt/cut.jar",
                                java.util.Arrays.copyOf(cut, 60),
                                "opt/node_modules/x/package.json",
                                text("{\"name\":"),
                                "opt/whole.jar",
                                jar("g", "whole", "1")));
        assertThat(read(subject)).containsExactly("maven g:whole 1 [] /opt/whole.jar");
        assertThat(subject.problems())
                .extracting(problem -> problem.code())
                .containsExactlyInAnyOrder("damaged:library", "damaged:library");
    }

    @Test
    void anArchiveThatUnpacksWithoutEndIsStopped() throws IOException {
        byte[] zeros = new byte[30 << 20];
        byte[] bomb = zip(Map.of("zeros", zeros, "META-INF/maven/z/z/pom.properties", text("")));
        assertThat(bomb.length).isLessThan(100_000);
        Subject subject = subject(Map.of("bomb.jar", bomb));
        assertThat(read(subject)).isEmpty();
        assertThat(subject.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("too many bytes"));
    }

    @Test
    void mutantsAreReadOrSaidToBeDamaged() throws IOException {
        byte[] war = zip(Map.of("WEB-INF/lib/inner.jar", jar("org.example", "inner", "1.0")));
        RandomGenerator random = SEED.random();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 2_000; i++) {
                        Subject subject = subject(Map.of("a.war", Mutants.of(war, random)));
                        assertThat(read(subject)).as("mutant %d, %s", i, SEED).hasSizeLessThan(5);
                    }
                });
    }

    @Test
    void stopsWhenItIsCancelled() {
        Subject subject = subject(Map.of("a/b", text("x")));
        assertThatThrownBy(() -> new Libraries(subject, () -> true).read())
                .isInstanceOf(InterruptedIOException.class);
    }
}
