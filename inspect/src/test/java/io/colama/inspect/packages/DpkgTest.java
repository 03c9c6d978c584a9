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

    @Test
    void licencesStandInTheFileOfEachPackage() throws IOException {
        String status =
                """
                Package: one
                Version: 1

                Package: two
                Version: 1

                Package: three
                Version: 1

                Package: four
                Version: 1

                Package: ../../../etc/five
                Version: 1
                """;
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "var/lib/dpkg/status",
                                status,
                                "usr/share/doc/one/copyright",
                                """
                                Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
                                Upstream-Name: one

                                Files: *
                                Copyright: somebody
                                License: GPL-2+

                                Files: debian/*
                                License: Expat
                                """,
                                "usr/share/doc/two/copyright",
                                """
                                Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

                                Files: src/*
                                License: BSD-3-clause

                                Files: doc/*
                                License: GFDL-1.3

                                License: Expat
                                 Permission is hereby granted
                                """,
                                "usr/share/doc/three@",
                                "one",
                                "usr/share/doc/four/copyright",
                                "On Debian systems see `/usr/share/common-licenses/GPL-2' and"
                                        + " /usr/share/common-licenses/LGPL-2.1.\n",
                                "etc/five/copyright",
                                "/usr/share/common-licenses/GPL-3"));
        assertThat(PackageDatabases.read(subject).getFirst().packages())
                .extracting(p -> p.name() + ": " + p.licence())
                .containsExactly(
                        "../../../etc/five: ",
                        "four: GPL-2 and LGPL-2.1",
                        "one: GPL-2+",
                        "three: GPL-2+",
                        "two: BSD-3-clause and GFDL-1.3");
        assertThat(subject.problems()).isEmpty();
    }
}
