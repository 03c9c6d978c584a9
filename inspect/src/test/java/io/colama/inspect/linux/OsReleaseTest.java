package io.colama.inspect.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.inspect.Subjects;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsReleaseTest {

    private static OsFacts read(Map<String, String> files) throws IOException {
        return OsRelease.read(Subjects.linux(files));
    }

    @Test
    void readsOsReleaseBehindItsLinkAndRefinesTheVersion() throws IOException {
        OsFacts os =
                read(
                        Map.of(
                                "etc/os-release@",
                                "../usr/lib/os-release",
                                "usr/lib/os-release",
                                """
                                # a comment
                                PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                                NAME="Debian GNU/Linux"
                                VERSION_ID="12"
                                VERSION_CODENAME=bookworm
                                ID=debian
                                """,
                                "etc/debian_version",
                                "12.5\n"));
        assertThat(os.id()).isEqualTo("debian");
        assertThat(os.version()).isEqualTo("12.5");
        assertThat(os.codename()).isEqualTo("bookworm");
        assertThat(os.origin().path()).isEqualTo("/usr/lib/os-release");
    }

    @Test
    void keepsUnknownSystemsAndTheirFamily() throws IOException {
        OsFacts os =
                read(
                        Map.of(
                                "etc/os-release",
                                "ID=\"Some-OS\"\nID_LIKE='rhel  fedora'\nVERSION_ID=9.3\nVARIANT_ID=edge\n"));
        assertThat(os.id()).isEqualTo("some-os");
        assertThat(os.like()).containsExactly("rhel", "fedora");
        assertThat(os.version()).isEqualTo("9.3");
        assertThat(os.edition()).isEqualTo("edge");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    etc/redhat-release | Red Hat Enterprise Linux Server release 7.9 (Maipo)     | rhel     | 7.9
                    etc/redhat-release | Red Hat Enterprise Linux AS release 4 (Nahant Update 8) | rhel     | 4.8
                    etc/redhat-release | CentOS release 6.10 (Final)                             | centos   | 6.10
                    etc/centos-release | CentOS Linux release 7.9.2009 (Core)                    | centos   | 7.9.2009
                    etc/redhat-release | Fedora release 12 (Constantine)                         | fedora   | 12
                    etc/oracle-release | Oracle Linux Server release 6.10                        | ol       | 6.10
                    etc/alpine-release | 3.19.1                                                  | alpine   | 3.19.1
                    etc/slackware-version | Slackware 14.2                                       | slackware | 14.2
                    etc/gentoo-release | Gentoo Base System release 2.14                         | gentoo   | 2.14
                    etc/debian_version | 6.0.10                                                  | debian   | 6.0.10
                    """)
    void readsTheOlderFiles(String path, String line, String id, String version)
            throws IOException {
        OsFacts os = read(Map.of(path, line + "\n"));
        assertThat(os.id()).isEqualTo(id);
        assertThat(os.version()).isEqualTo(version);
    }

    @Test
    void countsServicePacksOfSuse() throws IOException {
        OsFacts os =
                read(
                        Map.of(
                                "etc/SuSE-release",
                                "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n"));
        assertThat(os.id()).isEqualTo("sles");
        assertThat(os.version()).isEqualTo("11.4");
    }

    @Test
    void aRootWithoutAnyOfThemIsStillLinux() throws IOException {
        assertThat(read(Map.of("etc/passwd", "")).id()).isEqualTo("linux");
    }
}
