package io.colama.inspect.sbom;

import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import java.util.Locale;
import java.util.Optional;

/** Names systems and applications as CPE 2.3, as the NVD's dictionary spells them. */
final class Cpes {

    private Cpes() {}

    /** The name of an operating system; empty where none is known. */
    static Optional<String> of(OsFacts os) {
        if (os.id().startsWith("windows-")) {
            return windows(os);
        }
        String product =
                switch (os.id()) {
                    case "debian" -> "debian:debian_linux";
                    case "ubuntu" -> "canonical:ubuntu_linux";
                    case "rhel" -> "redhat:enterprise_linux";
                    case "centos" -> "centos:centos";
                    case "fedora" -> "fedoraproject:fedora";
                    case "sles" -> "suse:linux_enterprise_server";
                    case "opensuse-leap" -> "opensuse:leap";
                    case "alpine" -> "alpinelinux:alpine_linux";
                    case "ol" -> "oracle:linux";
                    case "rocky" -> "rocky:rocky";
                    case "almalinux" -> "almalinux:almalinux";
                    default -> "";
                };
        return cpe("o", product, os.version(), "*", "*");
    }

    /**
     * Since Windows 10 the release is part of the name and the version is the build; before, the
     * version is none or R2 and the service pack is the update.
     */
    private static Optional<String> windows(OsFacts os) {
        String id = os.id().substring("windows-".length());
        boolean modern = os.version().startsWith("10.0");
        boolean second = id.endsWith("-r2");
        String plain = second ? id.substring(0, id.length() - 3) : id;
        boolean server = plain.matches("20(03|08|12|16|19|22|25)");
        String release =
                modern && !server && !id.startsWith("server") && !os.codename().isEmpty()
                        ? "_" + os.codename().toLowerCase(Locale.ROOT)
                        : "";
        String product =
                "microsoft:windows_"
                        + (server ? "server_" : "")
                        + plain.replace('-', '_')
                        + release;
        String machine =
                switch (os.architecture()) {
                    case "x86_64" -> "x64";
                    case "i386" -> "x86";
                    case "aarch64" -> "arm64";
                    default -> "*";
                };
        String pack = os.servicePack().isEmpty() ? "*" : "sp" + os.servicePack();
        return modern
                ? cpe("o", product, os.version(), "*", machine)
                : cpe("o", product, second ? "r2" : "-", pack, machine);
    }

    /** The name of an application; empty for those that are not in the list here. */
    static Optional<String> of(Application application) {
        String product =
                switch (application.id()) {
                    case "oracle" -> "oracle:database_server";
                    case "sqlserver" -> "microsoft:sql_server";
                    case "iis" -> "microsoft:internet_information_services";
                    case "dotnet-framework" -> "microsoft:.net_framework";
                    case "internet-explorer" -> "microsoft:internet_explorer";
                    case "powershell" -> "microsoft:powershell";
                    case "vmware-tools" -> "vmware:tools";
                    case "mozilla-firefox" -> "mozilla:firefox";
                    case "google-chrome" -> "google:chrome";
                    case "7-zip" -> "7-zip:7-zip";
                    case "winrar" -> "rarlab:winrar";
                    case "wireshark" -> "wireshark:wireshark";
                    default -> "";
                };
        return cpe("a", product, application.version(), "*", "*");
    }

    private static Optional<String> cpe(
            String part, String product, String version, String update, String machine) {
        boolean told = version.equals("-") || version.matches("[0-9A-Za-z.]+");
        return product.isEmpty() || !told || !product.matches("[a-z0-9._:-]+")
                ? Optional.empty()
                : Optional.of(
                        "cpe:2.3:%s:%s:%s:%s:*:*:*:*:%s:*"
                                .formatted(part, product, version, update, machine));
    }
}
