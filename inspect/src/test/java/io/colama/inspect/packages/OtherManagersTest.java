package io.colama.inspect.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.inspect.Subjects;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherManagersTest {

    @Test
    void readsApk() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "lib/apk/db/installed",
                                """
                                C:Q1abc=
                                P:musl
                                V:1.2.4-r2
                                A:x86_64
                                S:389
                                I:634880
                                T:the musl c library
                                o:musl
                                L:MIT
                                F:lib
                                R:ld-musl-x86_64.so.1
                                a:0:0:755

                                P:busybox
                                V:1.36.1-r15
                                A:x86_64
                                o:busybox\
                                """,
                                "etc/apk/world",
                                "busybox>1.0\n"));
        PackageSet set = PackageDatabases.read(subject).getFirst();
        assertThat(set.manager()).isEqualTo("apk");
        assertThat(set.packages())
                .extracting(p -> p.name() + " " + p.version() + " " + p.automatic())
                .containsExactly("busybox 1.36.1-r15 false", "musl 1.2.4-r2 true");
        assertThat(set.packages().get(1).licence()).isEqualTo("MIT");
        assertThat(set.packages().get(1).bytes()).isEqualTo(634_880);
    }

    @Test
    void readsPacman() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "var/lib/pacman/local/ALPM_DB_VERSION",
                                "9\n",
                                "var/lib/pacman/local/zlib-1:1.3.1-2/desc",
                                "%NAME%\nzlib\n\n%VERSION%\n1:1.3.1-2\n\n%ARCH%\nx86_64\n\n%LICENSE%\nZlib\nMIT\n\n%REASON%\n1\n\n%INSTALLDATE%\n1700000000\n",
                                "var/lib/pacman/local/broken-1-1/files",
                                ""));
        PackageSet set = PackageDatabases.read(subject).getFirst();
        PackageFacts zlib = set.packages().getFirst();
        assertThat(zlib.version()).isEqualTo("1:1.3.1-2");
        assertThat(zlib.licence()).isEqualTo("Zlib, MIT");
        assertThat(zlib.automatic()).isTrue();
        assertThat(zlib.installed()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(subject.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("damaged:pacman"));
    }

    @Test
    void saysThatADatabaseOfRpmIsOfNoKnownForm() throws IOException {
        Subject subject = Subjects.linux(Map.of("var/lib/rpm/Packages", "nothing of the kind"));
        assertThat(PackageDatabases.read(subject).getFirst().packages()).isEmpty();
        assertThat(subject.problems())
                .extracting(problem -> problem.code())
                .containsExactly("damaged:rpm", "empty-database:rpm");
    }
}
