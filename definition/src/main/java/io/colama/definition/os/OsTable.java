package io.colama.definition.os;

import io.colama.definition.machine.DefinitionFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The table of operating systems: osinfo-db addresses, numbers of CIM_OperatingSystem.OSType, and
 * the words of VMware, VirtualBox and Proxmox.
 */
final class OsTable {

    /** All words that Proxmox has. */
    static final Set<String> PROXMOX_WORDS =
            Set.of(
                    "other", "wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10",
                    "win11", "l24", "l26", "solaris");

    /** CIM numbers of the 32-bit twins and of what has no row. */
    static final Map<String, String> NARROW_CIM =
            Map.ofEntries(
                    Map.entry("36", "linux"),
                    Map.entry("93", "ubuntu"),
                    Map.entry("95", "debian"),
                    Map.entry("79", "rhel"),
                    Map.entry("106", "centos"),
                    Map.entry("108", "oracle"),
                    Map.entry("84", "sles"),
                    Map.entry("82", "opensuse"),
                    Map.entry("99", "linux"),
                    Map.entry("100", "linux"),
                    Map.entry("42", "freebsd"),
                    Map.entry("72", "win2k3"),
                    Map.entry("73", "winvista"),
                    Map.entry("76", "win2k8"));

    private OsTable() {}

    /** One system in all vocabularies; an empty word is one that a vocabulary lacks. */
    record Row(String id, String osinfo, String cim, String vmx, String vbox, String proxmox) {

        String in(DefinitionFormat vocabulary) {
            return switch (vocabulary) {
                case LIBVIRT -> osinfo;
                case OVF -> cim;
                case VMX -> vmx;
                case VBOX -> vbox;
                case PROXMOX -> proxmox;
                case HYPERV, XL, VAGRANT -> "";
            };
        }

        /** What words of the vocabulary for other releases of the same system start with. */
        String general(DefinitionFormat vocabulary) {
            boolean ofVendor =
                    vocabulary == DefinitionFormat.VMX || vocabulary == DefinitionFormat.VBOX;
            if (!ofVendor || !Character.isLetter(id.charAt(id.length() - 1))) {
                return "";
            }
            return in(vocabulary).toLowerCase(Locale.ROOT).replaceAll("[0-9x]*[-_]64$", "");
        }
    }

    /** A more general row stands before the special ones with the same word. */
    static final List<Row> ROWS =
            List.of(
                    new Row(
                            "linux",
                            "http://libosinfo.org/linux/2022",
                            "101",
                            "other5xlinux-64",
                            "Linux_64",
                            "l26"),
                    linux("debian", "", "96", "debian12-64", "Debian_64"),
                    debian("8"),
                    debian("9"),
                    debian("10"),
                    debian("11"),
                    debian("12"),
                    debian("13"),
                    linux("ubuntu", "", "94", "ubuntu-64", "Ubuntu_64"),
                    ubuntu("16.04"),
                    ubuntu("18.04"),
                    ubuntu("20.04"),
                    ubuntu("22.04"),
                    ubuntu("24.04"),
                    linux("fedora", "", "101", "fedora-64", "Fedora_64"),
                    linux("rhel", "", "80", "rhel9-64", "RedHat_64"),
                    rhel("5"),
                    rhel("6"),
                    rhel("7"),
                    rhel("8"),
                    rhel("9"),
                    linux("centos", "", "107", "centos-64", "RedHat_64"),
                    linux(
                            "centos7",
                            "http://centos.org/centos/7.0",
                            "107",
                            "centos7-64",
                            "RedHat_64"),
                    linux("rocky", "", "101", "rockylinux-64", "RedHat_64"),
                    linux("alma", "", "101", "almalinux-64", "RedHat_64"),
                    linux("oracle", "", "109", "oraclelinux-64", "Oracle_64"),
                    linux("sles", "", "85", "sles15-64", "OpenSUSE_64"),
                    linux("sles12", "http://suse.com/sles/12", "85", "sles12-64", "OpenSUSE_64"),
                    linux("sles15", "http://suse.com/sles/15", "85", "sles15-64", "OpenSUSE_64"),
                    linux("opensuse", "", "83", "opensuse-64", "OpenSUSE_64"),
                    linux(
                            "archlinux",
                            "http://archlinux.org/archlinux/rolling",
                            "101",
                            "other5xlinux-64",
                            "ArchLinux_64"),
                    other("freebsd", "", "78", "freebsd13-64", "FreeBSD_64"),
                    other("netbsd", "", "43", "other-64", "NetBSD_64"),
                    other("openbsd", "", "65", "other-64", "OpenBSD_64"),
                    other("macos", "", "2", "darwin21-64", "MacOS_64"),
                    new Row("solaris", "", "29", "solaris11-64", "Solaris11_64", "solaris"),
                    windows("winxp", "xp", "67", "winxppro", "WindowsXP", "wxp"),
                    windows("win2k3", "2k3", "69", "winnetstandard", "Windows2003_64", "w2k3"),
                    windows("winvista", "vista", "74", "winvista-64", "WindowsVista_64", "wvista"),
                    windows("win2k8", "2k8", "77", "longhorn-64", "Windows2008_64", "w2k8"),
                    windows("win7", "7", "105", "windows7-64", "Windows7_64", "win7"),
                    windows("win2k8r2", "2k8r2", "103", "windows7srv-64", "Windows2008_64", "win7"),
                    windows("win8", "8", "1", "windows8-64", "Windows8_64", "win8"),
                    windows("win2k12", "2k12", "1", "windows8srv-64", "Windows2012_64", "win8"),
                    windows("win10", "10", "1", "windows9-64", "Windows10_64", "win10"),
                    windows("win2k16", "2k16", "1", "windows9srv-64", "Windows2016_64", "win10"),
                    windows("win2k19", "2k19", "1", "windows2019srv-64", "Windows2019_64", "win10"),
                    windows("win11", "11", "1", "windows11-64", "Windows11_64", "win11"),
                    windows(
                            "win2k22",
                            "2k22",
                            "1",
                            "windows2019srvnext-64",
                            "Windows2022_64",
                            "win11"),
                    windows(
                            "win2k25",
                            "2k25",
                            "1",
                            "windows2022srvnext-64",
                            "Windows2022_64",
                            "win11"),
                    new Row("windows", "", "1", "windows9-64", "WindowsNT_64", "win10"),
                    new Row("other", "", "102", "other-64", "Other_64", "other"));

    private static Row linux(String id, String osinfo, String cim, String vmx, String vbox) {
        return new Row(id, osinfo, cim, vmx, vbox, "l26");
    }

    private static Row debian(String version) {
        return linux(
                "debian" + version,
                "http://debian.org/debian/" + version,
                "96",
                "debian" + version + "-64",
                "Debian_64");
    }

    private static Row ubuntu(String version) {
        return linux(
                "ubuntu" + version,
                "http://ubuntu.com/ubuntu/" + version,
                "94",
                "ubuntu-64",
                "Ubuntu_64");
    }

    private static Row rhel(String version) {
        return linux(
                "rhel" + version,
                "http://redhat.com/rhel/" + version + ".0",
                "80",
                "rhel" + version + "-64",
                "RedHat_64");
    }

    private static Row other(String id, String osinfo, String cim, String vmx, String vbox) {
        return new Row(id, osinfo, cim, vmx, vbox, "other");
    }

    private static Row windows(
            String id, String osinfo, String cim, String vmx, String vbox, String proxmox) {
        return new Row(id, "http://microsoft.com/win/" + osinfo, cim, vmx, vbox, proxmox);
    }
}
