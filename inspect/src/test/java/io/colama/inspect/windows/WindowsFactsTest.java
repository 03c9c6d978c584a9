package io.colama.inspect.windows;

import static io.colama.inspect.windows.WindowsImage.codes;
import static io.colama.inspect.windows.WindowsImage.hex;
import static io.colama.inspect.windows.WindowsImage.only;
import static io.colama.inspect.windows.WindowsImage.system;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.Finding;
import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.fact.SystemFacts.Mount;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.hive.Hives;
import io.colama.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole systems on volumes of NTFS. */
class WindowsFactsTest {

    private static final String CONFIG = "Windows/System32/config/";
    private static final String CURRENT = "[HIVE\\Microsoft\\Windows NT\\CurrentVersion]\n";

    @TempDir private Path directory;

    @Test
    void tellsTheWindows7OfLibguestfs() throws Exception {
        Path system = Files.copy(Samples.find("phony/minimal-hive"), directory.resolve("a"));
        Path software = Files.copy(Samples.find("phony/minimal-hive"), directory.resolve("b"));
        assertThat(system.toFile().setWritable(true)).isTrue();
        assertThat(software.toFile().setWritable(true)).isTrue();
        Hives.merge(system, "HKEY_LOCAL_MACHINE\\SYSTEM", Samples.find("phony/windows-system.reg"));
        Hives.merge(
                software,
                "HKEY_LOCAL_MACHINE\\SOFTWARE",
                Samples.find("phony/windows-software.reg"));
        SystemFacts found =
                only(
                        new WindowsImage(directory)
                                .copy(0, CONFIG + "SYSTEM", system)
                                .copy(0, CONFIG + "SOFTWARE", software)
                                .inspect("00000001"));
        assertThat(found.os().id()).isEqualTo("windows-7");
        assertThat(found.os().name()).isEqualTo("Microsoft Windows 7 Phony Edition");
        assertThat(found.os().version()).isEqualTo("6.1");
        assertThat(found.os().role()).isEqualTo("client");
        assertThat(found.host().name()).isEqualTo("windows.invalid");
        assertThat(found.applications())
                .extracting(Application::name, Application::version, Application::details)
                .containsExactly(
                        tuple("Test1 is not real software", "1.2.3", List.of()),
                        tuple("Test2 is not real software", "1.2.4", List.of()),
                        tuple("Test3 is not real software", "1.2.5", List.of()),
                        tuple("Test4 is not real software", "1.2.6", List.of("32-bit")));
        assertThat(found.mounts())
                .extracting(Mount::place, Mount::volume)
                .containsExactly(tuple("C:\\", "disk0p1"));
        assertThat(codes(found))
                .containsExactly("missing:registry", "missing:registry", "empty:registry");
    }

    @Test
    void tellsAWindows10ByItsRealRegistry() throws Exception {
        SystemFacts found =
                only(
                        new WindowsImage(directory)
                                .copy(
                                        0,
                                        CONFIG + "SYSTEM",
                                        Hives.sample("registry/SYSTEM_WIN_10_1709", directory))
                                .hive(
                                        CONFIG + "SOFTWARE",
                                        CURRENT
                                                + """
                                                "ProductName"=str(1):"Windows 10 Pro"
                                                "CurrentVersion"=str(1):"6.3"
                                                "CurrentMajorVersionNumber"=dword:0000000a
                                                "CurrentMinorVersionNumber"=dword:00000000
                                                "CurrentBuildNumber"=str(1):"16299"
                                                "UBR"=dword:000002d0
                                                "EditionID"=str(1):"Professional"
                                                "ReleaseId"=str(1):"1709"
                                                "InstallationType"=str(1):"Client"

                                                [HIVE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\S-1-5-21-1-2-3-1104]
                                                "ProfileImagePath"=str(2):"%SystemDrive%\\\\Users\\\\ana"
                                                """)
                                .hive(
                                        "Users/ana/NTUSER.DAT",
                                        """
                                        [HIVE\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\x]
                                        "DisplayName"=str(1):"Visual Studio Code (User)"
                                        "DisplayVersion"=str(1):"1.85.1"
                                        "InstallDate"=str(1):"20231299"
                                        """)
                                .inspect("00000001"));
        assertThat(found.os().id()).isEqualTo("windows-10");
        assertThat(found.os().name()).isEqualTo("Windows 10 Pro");
        assertThat(found.os().version()).isEqualTo("10.0.16299.720");
        assertThat(found.os().codename()).isEqualTo("1709");
        assertThat(found.os().architecture()).isEqualTo("x86_64");
        assertThat(found.host().name()).isEqualTo("DESKTOP-2KGM189");
        assertThat(found.host().timeZone()).isEqualTo("America/Los_Angeles");
        assertThat(found.host().locale()).isEqualTo("en-US");
        assertThat(found.host().lastUsed()).startsWith("2020-04-19");
        assertThat(found.services().size()).isGreaterThan(500);
        assertThat(found.services())
                .filteredOn(service -> service.name().equals("Dnscache"))
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.manager()).isEqualTo("windows");
                    assertThat(service.start()).isEqualTo("enabled");
                    assertThat(service.command()).contains("svchost.exe", "dnsrslvr.dll");
                });
        assertThat(found.services())
                .filteredOn(service -> service.name().equals("disk"))
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.manager()).isEqualTo("driver");
                    assertThat(service.start()).isEqualTo("boot");
                });
        assertThat(found.network().interfaces())
                .extracting(Interface::name, Interface::method)
                .contains(tuple("Ethernet0", "dhcp"));
        assertThat(found.findings())
                .extracting(Finding::kind, Finding::name)
                .contains(tuple("guest-agent", "vmware-tools"), tuple("profile", "ana"));
        assertThat(found.applications())
                .singleElement()
                .satisfies(application -> {
                    assertThat(application.id()).isEqualTo("visual-studio-code");
                    assertThat(application.details()).containsExactly("user ana");
                    assertThat(application.origin().path())
                            .startsWith("C:\\Users\\ana\\NTUSER.DAT\\Software");
                });
    }

    @Test
    void aWindows11ThatSaysItIs10IsOne() throws Exception {
        byte[] product = new byte[1300];
        byte[] channel = "Volume:GVLK".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(channel, 0, product, 1016, channel.length);
        byte[] secret = "SECRET-KEY".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(secret, 0, product, 808, secret.length);
        SystemFacts found =
                only(
                        new WindowsImage(directory)
                                .hive(CONFIG + "SYSTEM", system("WinNT", "ARM64", ""))
                                .hive(
                                        CONFIG + "SOFTWARE",
                                        CURRENT
                                                + """
                                                "ProductName"=str(1):"Windows 10 Enterprise"
                                                "CurrentVersion"=str(1):"6.3"
                                                "CurrentMajorVersionNumber"=dword:0000000a
                                                "CurrentMinorVersionNumber"=dword:00000000
                                                "CurrentBuildNumber"=str(1):"22631"
                                                "UBR"=dword:00000c76
                                                "EditionID"=str(1):"Enterprise"
                                                "InstallTime"=hex(b):00,40,74,5d,2c,2b,da,01
                                                "DigitalProductId4"=%s
                                                """
                                                        .formatted(hex(3, product)))
                                .inspect("00000001"));
        assertThat(found.os().id()).isEqualTo("windows-11");
        assertThat(found.os().name()).isEqualTo("Windows 11 Enterprise");
        assertThat(found.os().declared()).isEqualTo("Windows 10 Enterprise");
        assertThat(found.os().codename()).isEqualTo("23H2");
        assertThat(found.os().version()).isEqualTo("10.0.22631.3190");
        assertThat(found.os().architecture()).isEqualTo("aarch64");
        assertThat(found.host().installed()).startsWith("2023-12-1");
        assertThat(found.findings())
                .extracting(Finding::kind, Finding::value)
                .containsExactly(tuple("licence", "Volume:GVLK"));
        assertThat(found.toString()).doesNotContain("SECRET");
    }

    @Test
    void tellsAServer2019WithTheStateOfItsUpdates() throws Exception {
        String packages = "Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\Packages";
        String update =
                """
                [HIVE\\%s\\%s~31bf3856ad364e35~amd64~~%s]
                "CurrentState"=dword:000000%s
                "InstallTimeHigh"=dword:01da2b2c
                "InstallTimeLow"=dword:00000000

                """;
        SystemFacts found =
                only(
                        new WindowsImage(directory)
                                .hive(CONFIG + "SYSTEM", system("LanmanNT", "AMD64", ""))
                                .hive(
                                        CONFIG + "SOFTWARE",
                                        CURRENT
                                                + """
                                                "ProductName"=str(1):"Windows Server 2019 Datacenter"
                                                "CurrentMajorVersionNumber"=dword:0000000a
                                                "CurrentMinorVersionNumber"=dword:00000000
                                                "CurrentBuildNumber"=str(1):"17763"
                                                "UBR"=dword:00001548
                                                "EditionID"=str(1):"ServerDatacenter"
                                                "InstallationType"=str(1):"Server Core"

                                                [HIVE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full]
                                                "Install"=dword:00000001
                                                "Version"=str(1):"4.7.03190"

                                                """
                                                + update.formatted(
                                                        packages,
                                                        "Package_for_KB4486153",
                                                        "10.0.1.3",
                                                        "70")
                                                + update.formatted(
                                                        packages,
                                                        "Package_1_for_KB4486153",
                                                        "10.0.1.3",
                                                        "40")
                                                + update.formatted(
                                                        packages,
                                                        "Package_for_KB4465065",
                                                        "10.0.1.0",
                                                        "50")
                                                + update.formatted(
                                                        packages,
                                                        "Package_for_RollupFix",
                                                        "17763.5458.1.5",
                                                        "70")
                                                + update.formatted(
                                                        packages,
                                                        "Microsoft-Windows-Foundation-Package",
                                                        "10.0.17763.1",
                                                        "70"))
                                .inspect("00000001"));
        assertThat(found.os().id()).isEqualTo("windows-2019");
        assertThat(found.os().version()).isEqualTo("10.0.17763.5448");
        assertThat(found.os().role()).isEqualTo("domain-controller");
        assertThat(found.os().edition()).isEqualTo("ServerDatacenter Core");
        assertThat(found.packages().getFirst().packages())
                .extracting(
                        PackageFacts::name,
                        PackageFacts::version,
                        PackageFacts::architecture,
                        PackageFacts::state)
                .containsExactly(
                        tuple("KB4465065", "10.0.1.0", "amd64", "superseded"),
                        tuple("KB4486153", "10.0.1.3", "amd64", "installed"),
                        tuple("RollupFix", "17763.5458.1.5", "amd64", "installed"));
        assertThat(found.packages().getFirst().packages().getFirst().installed())
                .startsWith("2023-12-1");
        assertThat(found.applications())
                .extracting(Application::id, Application::version)
                .containsExactly(tuple("dotnet-framework", "4.7.03190"));
    }

    @Test
    void aDamagedHiveIsAProblemAndTheOthersAreRead() throws Exception {
        SystemFacts found =
                only(
                        new WindowsImage(directory)
                                .hive(CONFIG + "SYSTEM", system("WinNT", "AMD64", ""))
                                .file(0, CONFIG + "SOFTWARE", "no hive")
                                .inspect("00000001"));
        assertThat(found.os().id()).isEqualTo("windows");
        assertThat(found.host().name()).isEqualTo("SERVER1");
        assertThat(codes(found))
                .containsExactly("damaged:registry", "missing:registry", "missing:registry");
        assertThat(found.problems().getFirst().where()).contains("C:\\Windows", "SOFTWARE");
    }
}
