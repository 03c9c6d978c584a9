package io.colama.inspect.windows;

import static io.colama.inspect.windows.WindowsImage.hex;
import static io.colama.inspect.windows.WindowsImage.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.Account;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.Finding;
import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.fact.SystemFacts.Mount;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.ServiceFacts;
import io.colama.inspect.hive.Hives;
import io.colama.testkit.Samples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private static final String UNINSTALL = "Microsoft\\Windows\\CurrentVersion\\Uninstall";

    @TempDir private Path directory;

    private static String dosDevice(String signature, long offset) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) Long.parseLong(signature, 16)).putLong(offset);
        return hex(3, bytes.array());
    }

    private static String system(String product, String architecture, String more) {
        return """
        [HIVE\\Select]
        "Current"=dword:00000002

        [HIVE\\ControlSet001\\Control\\ComputerName\\ComputerName]
        "ComputerName"=str(1):"WRONG"

        [HIVE\\ControlSet002\\Control\\ComputerName\\ComputerName]
        "ComputerName"=str(1):"SERVER1"

        [HIVE\\ControlSet002\\Control\\ProductOptions]
        "ProductType"=str(1):"%s"

        [HIVE\\ControlSet002\\Control\\Session Manager\\Environment]
        "PROCESSOR_ARCHITECTURE"=str(1):"%s"

        [HIVE\\ControlSet002\\Services\\Spooler]
        "Type"=dword:00000010
        "Start"=dword:00000002
        "ImagePath"=str(2):"%%SystemRoot%%\\\\spoolsv.exe"
        "ObjectName"=str(1):"LocalSystem"
        "DisplayName"=str(1):"Print Spooler"

        %s
        """
                .formatted(product, architecture, more);
    }

    private static SystemFacts only(Inspection inspection) {
        assertThat(inspection.systems()).hasSize(1);
        return inspection.systems().getFirst();
    }

    private static List<String> codes(SystemFacts system) {
        return system.problems().stream().map(Problem::code).toList();
    }

    @Test
    void tellsAWindowsServer2003WithOracle() throws Exception {
        String more =
                """
                [HIVE\\MountedDevices]
                "\\\\DosDevices\\\\C:"=%s
                "\\\\DosDevices\\\\D:"=%s
                "\\\\DosDevices\\\\A:"=%s
                "\\\\DosDevices\\\\F:"=%s

                [HIVE\\ControlSet002\\Control\\Windows]
                "CSDVersion"=dword:00000200
                "ShutdownTime"=hex(3):80,0d,8f,1c,ba,9d,c8,01

                [HIVE\\ControlSet002\\Control\\TimeZoneInformation]
                "StandardName"=str(1):"Romance Standard Time"

                [HIVE\\ControlSet002\\Control\\Nls\\Language]
                "Default"=str(1):"0C0A"
                "InstallLanguage"=str(1):"0409"

                [HIVE\\ControlSet002\\Services\\Tcpip\\Parameters]
                "Domain"=str(1):"corp.example"
                "SearchList"=str(1):"a.example,b.example"

                [HIVE\\ControlSet002\\Services\\Tcpip\\Parameters\\Interfaces\\{11111111-2222-3333-4444-555555555555}]
                "EnableDHCP"=dword:00000000
                "IPAddress"=%s
                "SubnetMask"=%s
                "DefaultGateway"=%s
                "NameServer"=str(1):"10.0.0.53,10.0.0.54"

                [HIVE\\ControlSet002\\Control\\Network\\{4D36E972-E325-11CE-BFC1-08002BE10318}\\{11111111-2222-3333-4444-555555555555}\\Connection]
                "Name"=str(1):"Local Area Connection"

                [HIVE\\ControlSet002\\Control\\Class\\{4D36E972-E325-11CE-BFC1-08002BE10318}\\0001]
                "NetCfgInstanceId"=str(1):"{11111111-2222-3333-4444-555555555555}"
                "NetworkAddress"=str(1):"525400123456"
                """
                        .formatted(
                                dosDevice("12345678", WindowsImage.FIRST_AT),
                                dosDevice("12345678", WindowsImage.SECOND_AT),
                                hex(3, "\\??\\FDC".getBytes(StandardCharsets.UTF_16LE)),
                                dosDevice("9abcdef0", 0x7e00),
                                texts("192.168.7.2", "10.1.0.2"),
                                texts("255.255.255.0", "255.255.0.0"),
                                texts("192.168.7.1"));
        Inspection inspection =
                new WindowsImage(directory)
                        .hive(CONFIG + "system", system("ServerNT", "x86", more))
                        .hive(
                                CONFIG + "software",
                                CURRENT
                                        + """
                                        "ProductName"=str(1):"Microsoft Windows Server 2003"
                                        "CurrentVersion"=str(1):"5.2"
                                        "CurrentBuildNumber"=str(1):"3790"
                                        "CSDVersion"=str(1):"Service Pack 2"
                                        "InstallDate"=dword:48000000
                                        "ProductId"=str(1):"69713-OEM-0011903-00109"

                                        [HIVE\\Microsoft\\Cryptography]
                                        "MachineGuid"=str(1):"DEADBEEF-0000-1111-2222-333344445555"

                                        [HIVE\\Microsoft\\Windows NT\\CurrentVersion\\HotFix\\KB958644]
                                        "Installed"=dword:00000001
                                        "Fix Description"=str(1):"Security Update"

                                        [HIVE\\Microsoft\\Updates\\Windows Server 2003\\SP3\\KB2079403]
                                        "Description"=str(1):"Security Update for Windows Server 2003"

                                        [HIVE\\%1$s\\KB923561]
                                        "DisplayName"=str(1):"Security Update for Windows Server 2003 (KB923561)"
                                        "ParentKeyName"=str(1):"OperatingSystem"

                                        [HIVE\\%1$s\\WinRAR]
                                        "DisplayName"=str(1):"WinRAR 3.80"
                                        "DisplayVersion"=str(1):"3.80"

                                        [HIVE\\%1$s\\Nameless]
                                        "DisplayVersion"=str(1):"1"

                                        [HIVE\\ORACLE]
                                        "inst_loc"=str(1):"C:\\\\Program Files\\\\Oracle\\\\Inventory"

                                        [HIVE\\ORACLE\\KEY_OraDb10g_home1]
                                        "ORACLE_HOME"=str(1):"D:\\\\oracle\\\\product\\\\10.2.0\\\\db_1"
                                        "ORACLE_HOME_NAME"=str(1):"OraDb10g_home1"
                                        "ORACLE_SID"=str(1):"orcl"

                                        [HIVE\\Microsoft\\InetStp]
                                        "MajorVersion"=dword:00000006
                                        "MinorVersion"=dword:00000000

                                        [HIVE\\Microsoft\\Microsoft SQL Server\\Instance Names\\SQL]
                                        "SQLEXPRESS"=str(1):"MSSQL.1"

                                        [HIVE\\Microsoft\\Microsoft SQL Server\\MSSQL.1\\Setup]
                                        "Edition"=str(1):"Express Edition"
                                        "Version"=str(1):"9.2.3042.00"
                                        "SP"=dword:00000002
                                        "SQLPath"=str(1):"C:\\\\SQL"
                                        """
                                                .formatted(UNINSTALL))
                        .copy(0, CONFIG + "SAM", Hives.sample("registry/SAM", directory))
                        .copy(0, CONFIG + "SECURITY", Hives.sample("registry/SECURITY", directory))
                        .file(
                                0,
                                "Program Files/Oracle/Inventory/ContentsXML/inventory.xml",
                                """
                                <?xml version="1.0" standalone="yes" ?>
                                <INVENTORY><HOME_LIST>
                                <HOME NAME="OraDb10g_home1" LOC="D:\\oracle\\product\\10.2.0\\db_1" TYPE="O" IDX="1"/>
                                <HOME NAME="gone" LOC="D:\\oracle\\gone" TYPE="O" IDX="2" REMOVED="T"/>
                                </HOME_LIST></INVENTORY>
                                """)
                        .file(
                                1,
                                "oracle/product/10.2.0/db_1/inventory/ContentsXML/comps.xml",
                                """
                                <?xml version="1.0" standalone="yes" ?>
                                <PRD_LIST><TL_LIST>
                                <COMP NAME="oracle.server" VER="10.2.0.1.0" BUILD_NUMBER="0"/>
                                </TL_LIST><COMP_LIST/>
                                <PATCHSET_LIST><PATCHSET NAME="oracle.server" VER="10.2.0.4.0"/></PATCHSET_LIST>
                                <ONEOFF_LIST><ONEOFF REF_ID="7210195"/></ONEOFF_LIST></PRD_LIST>
                                """)
                        .inspect("12345678");
        SystemFacts found = only(inspection);
        // the sample of SECURITY comes without its logs
        assertThat(codes(found)).containsExactly("stale:registry");
        OsFacts os = found.os();
        assertThat(os.id()).isEqualTo("windows-2003");
        assertThat(os.name()).isEqualTo("Microsoft Windows Server 2003");
        assertThat(os.version()).isEqualTo("5.2.3790");
        assertThat(os.build()).isEqualTo("3790");
        assertThat(os.servicePack()).isEqualTo("2");
        assertThat(os.edition()).isEqualTo("Standard");
        assertThat(os.role()).isEqualTo("server");
        assertThat(os.architecture()).isEqualTo("i386");
        assertThat(os.origin().volume()).isEqualTo("disk0p1");
        assertThat(os.origin().path())
                .isEqualTo(
                        "C:\\Windows\\System32\\config\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion");
        assertThat(os.origin().condition()).isEqualTo("clean");
        assertThat(found.host().name()).isEqualTo("SERVER1");
        assertThat(found.host().domain()).isEqualTo("corp.example");
        assertThat(found.host().machineId()).isEqualTo("deadbeef-0000-1111-2222-333344445555");
        assertThat(found.host().timeZone()).isEqualTo("Europe/Paris");
        assertThat(found.host().locale()).isEqualTo("es-ES");
        assertThat(found.host().installed()).isEqualTo("2008-04-12T00:19:12Z");
        assertThat(found.host().lastUsed()).startsWith("20");
        assertThat(found.mounts())
                .extracting(Mount::place, Mount::volume, Mount::type)
                .containsExactly(
                        tuple("C:\\", "disk0p1", "ntfs"),
                        tuple("D:\\", "disk0p2", "ntfs"),
                        tuple("F:\\", "", ""));
        applications(found);
        assertThat(found.packages())
                .singleElement()
                .satisfies(set -> {
                    assertThat(set.manager()).isEqualTo("hotfix");
                    assertThat(set.packages())
                            .extracting(PackageFacts::name, PackageFacts::state)
                            .containsExactly(
                                    tuple("KB2079403", "installed"),
                                    tuple("KB923561", "installed"),
                                    tuple("KB958644", "installed"));
                });
        assertThat(found.network().interfaces())
                .extracting(
                        Interface::name, Interface::mac, Interface::method, Interface::addresses)
                .containsExactly(
                        tuple(
                                "Local Area Connection",
                                "52:54:00:12:34:56",
                                "static",
                                List.of("192.168.7.2/24", "10.1.0.2/16")));
        assertThat(found.network().interfaces().getFirst().gateways())
                .containsExactly("192.168.7.1");
        assertThat(found.network().nameServers()).containsExactly("10.0.0.53", "10.0.0.54");
        assertThat(found.network().searchDomains()).containsExactly("a.example", "b.example");
        assertThat(found.services())
                .singleElement()
                .isEqualTo(
                        new ServiceFacts(
                                "Spooler",
                                "windows",
                                "enabled",
                                "%SystemRoot%\\spoolsv.exe",
                                "LocalSystem",
                                "Print Spooler"));
        assertThat(found.findings())
                .extracting(Finding::kind, Finding::value)
                .containsExactly(tuple("licence", "OEM"));
        accounts(found);
    }

    private static void applications(SystemFacts found) {
        assertThat(found.applications())
                .extracting(Application::id, Application::name, Application::version)
                .containsExactly(
                        tuple("winrar", "WinRAR 3.80", "3.80"),
                        tuple("iis", "Internet Information Services", "6.0"),
                        tuple("sqlserver", "Microsoft SQL Server 2005", "9.2.3042.00"),
                        tuple("oracle", "Oracle Database 10g", "10.2.0.4.0"));
        Application oracle = found.applications().getLast();
        assertThat(oracle.place()).isEqualTo("D:\\oracle\\product\\10.2.0\\db_1");
        assertThat(oracle.details())
                .containsExactly(
                        "patch set 10.2.0.4.0",
                        "patch 7210195",
                        "instance orcl",
                        "home OraDb10g_home1");
        assertThat(found.applications().get(2).details())
                .containsExactly("instance SQLEXPRESS", "Express Edition", "service pack 2");
    }

    /** The sample is of a Windows 7. */
    private static void accounts(SystemFacts found) {
        assertThat(found.accounts())
                .extracting(
                        account -> account.id().replaceFirst(".*-", ""),
                        Account::name,
                        Account::password,
                        Account::administrator)
                .contains(
                        tuple("500", "Administrator", "disabled", true),
                        tuple("501", "Guest", "disabled", false));
        assertThat(found.accounts().getLast())
                .satisfies(account -> {
                    assertThat(account.id())
                            .matches("S-1-5-21-1760460187-1592185332-161725925-1000");
                    assertThat(account.group()).isEqualTo("Administrators");
                    assertThat(account.administrator()).isTrue();
                });
        assertThat(found.groups().getFirst().id()).isEqualTo("S-1-5-32-544");
        assertThat(found.groups().getFirst().members())
                .containsExactly("Administrator", found.accounts().getLast().name());
    }

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
