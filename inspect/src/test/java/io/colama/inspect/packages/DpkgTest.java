package io.colama.inspect.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.inspect.Subjects;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class DpkgTest {

    private static final String STATUS =
            """
            Package: libc6
            Status: install ok installed
            Architecture: amd64
            Multi-Arch: same
            Source: glibc (2.36-9+deb12u1)
            Version: 2.36-9+deb12u4
            Installed-Size: 12997
            Description: GNU C Library: Shared libraries
             more text
             .
             Package: not-a-package

            Package: libc6
            Status: install ok installed
            Architecture: i386
            Version: 2.36-9+deb12u4

            Package: old
            Status: deinstall ok config-files
            Architecture: all
            Version: 1:1.0-2

            Package: never
            Status: unknown ok not-installed

            Package: half
            Status: install reinstreq half-installed
            Version: 3\
            """;

    @Test
    void onlyTheThirdWordOfTheStatusCounts() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "var/lib/dpkg/status",
                                STATUS,
                                "var/lib/apt/extended_states",
                                "Package: libc6\nArchitecture: amd64\nAuto-Installed: 1\n"));
        PackageSet set = PackageDatabases.read(subject).getFirst();
        assertThat(set.manager()).isEqualTo("dpkg");
        assertThat(set.packages())
                .extracting(p -> p.name() + " " + p.architecture() + " " + p.state())
                .containsExactly(
                        "half  half-installed",
                        "libc6 amd64 installed",
                        "libc6 i386 installed",
                        "old all config-files");
        PackageFacts libc = set.packages().get(1);
        assertThat(libc.source()).isEqualTo("glibc");
        assertThat(libc.sourceVersion()).isEqualTo("2.36-9+deb12u1");
        assertThat(libc.bytes()).isEqualTo(12997 * 1024L);
        assertThat(libc.automatic()).isTrue();
        assertThat(set.packages().get(2).automatic()).isFalse();
    }

    @Test
    void readsImagesWithoutDpkg() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "var/lib/dpkg/status.d/tzdata",
                                "Package: tzdata\nVersion: 2024a-0+deb12u1\nArchitecture: all\n",
                                "var/lib/dpkg/status.d/tzdata.md5sums",
                                "x"));
        assertThat(PackageDatabases.read(subject).getFirst().packages())
                .singleElement()
                .satisfies(p -> assertThat(p.state()).isEqualTo("installed"));
    }

    @Test
    void aDatabaseThatYieldsNothingIsAProblem() throws IOException {
        Subject subject = Subjects.linux(Map.of("var/lib/dpkg/status", "\n\n"));
        assertThat(PackageDatabases.read(subject).getFirst().packages()).isEmpty();
        assertThat(subject.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("empty-database:dpkg"));
    }

    @Test
    void findsWhatDpkgQueryFindsOnThisMachine() throws IOException, InterruptedException {
        Path status = Path.of("/var/lib/dpkg/status");
        if (!Files.isReadable(status)) {
            throw new TestAbortedException("this machine has no dpkg database");
        }
        Subject subject = Subjects.linux(Map.of("var/lib/dpkg/status", Files.readString(status)));
        List<String> found =
                PackageDatabases.read(subject).getFirst().packages().stream()
                        .map(p ->
                                String.join(
                                        " ",
                                        p.name(),
                                        p.architecture(),
                                        p.version(),
                                        p.state(),
                                        p.source()))
                        .sorted()
                        .toList();
        List<String> expected =
                ForeignTool.require("dpkg-query")
                        .run(
                                "-W",
                                "-f",
                                "${Package} ${Architecture} ${Version} ${db:Status-Status} ${source:Package}\\n")
                        .lines()
                        .filter(line -> !line.contains(" not-installed "))
                        .sorted()
                        .toList();
        assertThat(found).isEqualTo(expected);
    }
}
