package io.colama.inspect.windows;

import static io.colama.inspect.windows.WindowsImage.codes;
import static io.colama.inspect.windows.WindowsImage.dosDevice;
import static io.colama.inspect.windows.WindowsImage.hex;
import static io.colama.inspect.windows.WindowsImage.only;
import static io.colama.inspect.windows.WindowsImage.system;
import static io.colama.inspect.windows.WindowsImage.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.colama.inspect.fact.Inspection;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server with its database on a second drive. */
class WindowsServer2003Test {

    private static final String CONFIG = "Windows/System32/config/";
    private static final String CURRENT = "[HIVE\\Microsoft\\Windows NT\\CurrentVersion]\n";
    private static final String UNINSTALL = "Microsoft\\Windows\\CurrentVersion\\Uninstall";

    @TempDir private Path directory;

    @Test
    void tellsAWindowsServer2003WithOracle() throws Exception {
        String more =
                """
                [HIVE\\MountedDevices]
                "\\\\DosDevices\\\\C:"=%s
                "\\\\DosDevices\\\\D:"=%s
                "\\\\DosDevices\\\\A:"=%s
                "\\\\DosDevices\\\\F:"=%s
                "\\\\DosDevices\\\\G:"=hex(3):44,4d,49,4f,3a,49,44,3a,33,22,11,00,55,44,77,66,88,99,aa,bb,cc,dd,ee,ff

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
                .extracting(Mount::place, Mount::volume, Mount::device, Mount::type)
                .containsExactly(
                        tuple("C:\\", "disk0p1", "", "ntfs"),
                        tuple("D:\\", "disk0p2", "disk 12345678 at 0x3100000", "ntfs"),
                        tuple("F:\\", "", "disk 9abcdef0 at 0x7e00", ""),
                        tuple("G:\\", "", "partition 00112233-4455-6677-8899-aabbccddeeff", ""));
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
}
