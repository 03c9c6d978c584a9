package io.colama.inspect.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.colama.guest.file.Condition;
import io.colama.inspect.Subjects;
import io.colama.inspect.data.DataFile;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.hive.Hives;
import io.colama.inspect.root.GuestRoot;
import io.colama.inspect.subject.Subject;
import io.colama.testkit.Mutants;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Systems in memory. */
class WindowsVersionsTest {

    private static final String CONFIG = "Windows/System32/config/";

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "4.0, 1381, server, Windows NT, windows-nt-4, -",
                "5.0, 2195, client, Microsoft Windows 2000, windows-2000, -",
                "5.1, 2600, client, Microsoft Windows XP, windows-xp, -",
                "5.2, 3790, client, Microsoft Windows XP, windows-xp, -",
                "5.2, 3790, server, Microsoft Windows Server 2003, windows-2003, -",
                "5.2, 3790, server, Microsoft Windows Server 2003 R2, windows-2003-r2, -",
                "6.0, 6003, client, Windows Vista, windows-vista, -",
                "6.0, 6003, server, Windows Server (R) 2008, windows-2008, -",
                "6.1, 7601, server, Windows Server 2008 R2, windows-2008-r2, -",
                "6.1, 0, client, Windows 7, windows-7, -",
                "6.2, 9200, server, Windows Server 2012, windows-2012, -",
                "6.3, 9600, client, Windows 8.1, windows-8.1, -",
                "6.3, 9600, server, Windows Server 2012 R2, windows-2012-r2, -",
                "10.0, 19045, client, Windows 10 Pro, windows-10, 22H2",
                "10.0, 14393, server, Windows Server 2016, windows-2016, 1607",
                "10.0, 20348, server, Windows Server 2022, windows-2022, 21H2",
                "10.0, 26100, server, Windows Server 2025, windows-2025, 24H2",
                "10.0, 26100, client, Windows 10 Pro, windows-11, 24H2",
                "10.0, 29999, client, Windows 10 Pro, windows-11, ''",
                "10.0, 25398, server, Windows Server, windows-server-23h2, 23H2",
                "10.0, 21999, client, Windows 10 Pro, windows-10, ''",
            })
    void knowsReleasesByTheirBuilds(
            String nt, long build, String kind, String declared, String id, String release) {
        Release found = Release.of(nt, build, kind, declared).orElseThrow();
        assertThat(found.id()).isEqualTo(id);
        assertThat(found.release()).isEqualTo(release == null ? "" : release);
        assertThat(Release.of("7.0", build, kind, declared)).isEmpty();
    }

    @Test
    void everyTimeZoneIsOneOfTheIana() {
        Map<String, String> zones = DataFile.pairs(Host.class, "zones.txt");
        assertThat(zones).hasSizeGreaterThan(130);
        assertThat(zones.values()).allSatisfy(zone -> assertThat(ZoneId.of(zone)).isNotNull());
        assertThat(zones).containsEntry("w. europe standard time", "Europe/Berlin");
        assertThat(DataFile.pairs(Host.class, "locales.txt").keySet())
                .allMatch(id -> id.matches("[0-9a-f]{4}"));
    }

    @ParameterizedTest
    @CsvSource({
        "Mozilla Firefox 115.0.2 (x64 en-US), mozilla-firefox",
        "7-Zip 19.00 (x64), 7-zip",
        "Microsoft Visual C++ 2010  x64 Redistributable - 10.0.40219, microsoft-visual-c++-2010-redistributable",
        "VMware Tools, vmware-tools",
        "1.2.3, unnamed"
    })
    void aWordForAProgramStaysWhenItsVersionChanges(String name, String word) {
        assertThat(Programs.word(name)).isEqualTo(word);
    }

    private static SystemFacts read(Map<String, byte[]> files) throws IOException {
        GuestRoot root = Subjects.windows(files);
        return WindowsFacts.read(root, new Subject(root, Map.of("disk0p1", Condition.CLEAN)));
    }

    /** An executable with one section that holds a version. */
    private static byte[] kernel() {
        ByteBuffer file = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, "MZ".getBytes(StandardCharsets.US_ASCII)).putInt(0x3c, 0x80);
        file.put(0x80, "PE\0\0".getBytes(StandardCharsets.US_ASCII));
        file.putShort(0x84, (short) 0x8664).putShort(0x86, (short) 1).putShort(0x94, (short) 0xf0);
        int section = 0x80 + 24 + 0xf0;
        file.put(section, ".rsrc\0\0\0".getBytes(StandardCharsets.US_ASCII));
        file.putInt(section + 16, 512).putInt(section + 20, 4096);
        file.put(4096 + 6, "VS_VERSION_INFO".getBytes(StandardCharsets.UTF_16LE));
        file.putInt(4096 + 40, 0xfeef04bd);
        file.putInt(4096 + 48, 0x0006_0003).putInt(4096 + 52, (9600 << 16) | 17_031);
        return file.array();
    }

    @Test
    void withoutASoftwareHiveTheKernelTellsTheVersion() throws Exception {
        Path system =
                Hives.write(
                        directory.resolve("system"),
                        """
                        [HIVE\\Select]
                        "Current"=dword:00000001

                        [HIVE\\ControlSet001\\Control\\ProductOptions]
                        "ProductType"=str(1):"ServerNT"
                        """);
        SystemFacts found =
                read(
                        Map.of(
                                CONFIG + "SYSTEM",
                                Files.readAllBytes(system),
                                CONFIG + "SOFTWARE",
                                new byte[0],
                                "Windows/System32/ntoskrnl.exe",
                                kernel()));
        assertThat(found.os().id()).isEqualTo("windows-2012-r2");
        assertThat(found.os().version()).isEqualTo("6.3.9600.17031");
        assertThat(found.os().architecture()).isEqualTo("x86_64");
        assertThat(found.os().like()).containsExactly("windows-2012");
        assertThat(found.problems())
                .extracting(Problem::code)
                .contains("damaged:registry", "missing:registry");
    }

    @Test
    void anEmptySoftwareHiveIsAProblem() throws Exception {
        Path hive = Hives.write(directory.resolve("hive"), "[HIVE\\Microsoft]\n");
        SystemFacts found = read(Map.of(CONFIG + "SOFTWARE", Files.readAllBytes(hive)));
        assertThat(found.os().id()).isEqualTo("windows");
        assertThat(found.problems())
                .anySatisfy(problem -> {
                    assertThat(problem.code()).isEqualTo("empty:registry");
                    assertThat(problem.message()).isEqualTo("no version of Windows found");
                });
    }

    @Test
    void mutatedHivesGiveFactsOrProblems() throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        for (String name : new String[] {"SAM", "SECURITY", "SYSTEM"}) {
            files.put(
                    CONFIG + name, Files.readAllBytes(Hives.sample("registry/" + name, directory)));
        }
        Path software =
                Hives.write(
                        directory.resolve("software"),
                        """
                        [HIVE\\Microsoft\\Windows NT\\CurrentVersion]
                        "CurrentVersion"=str(1):"6.1"
                        "CurrentBuildNumber"=str(1):"7601"
                        "ProductName"=str(1):"Windows 7 Professional"
                        "InstallDate"=dword:48000000

                        [HIVE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\a]
                        "DisplayName"=str(1):"a"
                        "InstallDate"=str(1):"20120101"
                        """);
        files.put(CONFIG + "SOFTWARE", Files.readAllBytes(software));
        Seed seed = Seed.of(20_261_124);
        RandomGenerator random = seed.random();
        String[] names = files.keySet().toArray(String[]::new);
        assertThat(read(files).os().id()).isEqualTo("windows-7");
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    for (int i = 0; i < 120; i++) {
                        Map<String, byte[]> changed = new HashMap<>(files);
                        for (String name : names) {
                            changed.computeIfPresent(name, (_, bytes) -> Mutants.of(bytes, random));
                        }
                        assertThat(read(changed).family()).isEqualTo("windows");
                    }
                },
                seed::toString);
    }
}
