package io.colama.inspect.windows;

import io.colama.inspect.fact.SystemFacts.Application;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Software that has its own place in the registry. */
final class Products {

    private final Registry registry;
    private final RegistryKey software;
    private final List<Application> found = new ArrayList<>();

    Products(Registry registry) {
        this.registry = registry;
        this.software = registry.software();
    }

    List<Application> read() throws IOException {
        dotNet();
        internetInformationServices();
        for (String root : List.of("Microsoft", "Wow6432Node\\Microsoft")) {
            sqlServer(software.at(root + "\\Microsoft SQL Server"));
        }
        sqlServer2000();
        for (String root : List.of("JavaSoft", "Wow6432Node\\JavaSoft")) {
            java(software.at(root));
        }
        powerShell();
        browser();
        found.addAll(new OracleHomes(registry).read());
        return found;
    }

    private void add(
            String id,
            String name,
            String version,
            String vendor,
            String place,
            List<String> details,
            RegistryKey key) {
        if (!version.isEmpty()) {
            found.add(new Application(id, name, version, vendor, place, details, key.origin()));
        }
    }

    private void dotNet() throws IOException {
        RegistryKey versions = software.at("Microsoft\\NET Framework Setup\\NDP");
        for (RegistryKey key : versions.children()) {
            if (!key.name().matches("v\\d.*")) {
                continue;
            }
            RegistryKey full = key.at("Full").exists() ? key.at("Full") : key;
            if (full.number("Install").orElse(0) == 1) {
                OptionalLong pack = full.number("SP");
                add(
                        "dotnet-framework",
                        "Microsoft .NET Framework",
                        full.text("Version"),
                        "Microsoft",
                        full.text("InstallPath"),
                        pack.orElse(0) > 0
                                ? List.of("service pack " + pack.getAsLong())
                                : List.of(),
                        full);
            }
        }
    }

    private void internetInformationServices() throws IOException {
        RegistryKey key = software.at("Microsoft\\InetStp");
        OptionalLong major = key.number("MajorVersion");
        if (major.isPresent()) {
            add(
                    "iis",
                    "Internet Information Services",
                    major.getAsLong() + "." + key.number("MinorVersion").orElse(0),
                    "Microsoft",
                    registry.expanded(key.text("InstallPath")),
                    List.of(),
                    key);
        }
    }

    private void sqlServer(RegistryKey root) throws IOException {
        RegistryKey names = root.at("Instance Names\\SQL");
        if (names.key().isEmpty()) {
            return;
        }
        for (var instance : names.key().get().values()) {
            RegistryKey setup = root.at(instance.text() + "\\Setup");
            List<String> details = new ArrayList<>(List.of("instance " + instance.name()));
            String edition = setup.text("Edition");
            if (!edition.isEmpty()) {
                details.add(edition);
            }
            if (setup.number("SP").orElse(0) > 0) {
                details.add("service pack " + setup.number("SP").getAsLong());
            }
            String version = setup.firstText("PatchLevel", "Version");
            add(
                    "sqlserver",
                    "Microsoft SQL Server" + year(version),
                    version,
                    "Microsoft",
                    setup.firstText("SQLPath", "SqlProgramDir"),
                    details,
                    setup);
        }
    }

    private void sqlServer2000() throws IOException {
        RegistryKey key = software.at("Microsoft\\MSSQLServer\\MSSQLServer\\CurrentVersion");
        String version = key.firstText("CSDVersion", "CurrentVersion");
        if (version.startsWith("8.") || version.startsWith("7.")) {
            RegistryKey setup = software.at("Microsoft\\MSSQLServer\\Setup");
            add(
                    "sqlserver",
                    "Microsoft SQL Server" + year(version),
                    version,
                    "Microsoft",
                    setup.text("SQLPath"),
                    List.of("instance MSSQLSERVER"),
                    key);
        }
    }

    private static String year(String version) {
        if (version.startsWith("10.50.")) {
            return " 2008 R2";
        }
        int dot = version.indexOf('.');
        return switch (dot > 0 ? version.substring(0, dot) : version) {
            case "7" -> " 7.0";
            case "8" -> " 2000";
            case "9" -> " 2005";
            case "10" -> " 2008";
            case "11" -> " 2012";
            case "12" -> " 2014";
            case "13" -> " 2016";
            case "14" -> " 2017";
            case "15" -> " 2019";
            case "16" -> " 2022";
            case "17" -> " 2025";
            default -> "";
        };
    }

    private void java(RegistryKey root) throws IOException {
        for (String kind :
                List.of("Java Runtime Environment", "Java Development Kit", "JRE", "JDK")) {
            boolean kit = kind.equals("JDK") || kind.contains("Kit");
            for (RegistryKey key : root.at(kind).children()) {
                String home = key.text("JavaHome");
                // 1.8 beside 1.8.0_202 is the same once more
                boolean alias = key.name().matches("\\d+\\.\\d+");
                if (!home.isEmpty() && !alias) {
                    add(
                            kit ? "jdk" : "jre",
                            kit ? "Java Development Kit" : "Java Runtime Environment",
                            key.name(),
                            "",
                            home,
                            List.of(),
                            key);
                }
            }
        }
    }

    private void powerShell() throws IOException {
        for (String generation : List.of("3", "1")) {
            RegistryKey key =
                    software.at("Microsoft\\PowerShell\\" + generation + "\\PowerShellEngine");
            String version = key.text("PowerShellVersion");
            if (!version.isEmpty()) {
                add(
                        "powershell",
                        "Windows PowerShell",
                        version,
                        "Microsoft",
                        key.text("ApplicationBase"),
                        List.of(),
                        key);
                return;
            }
        }
    }

    private void browser() throws IOException {
        RegistryKey key = software.at("Microsoft\\Internet Explorer");
        add(
                "internet-explorer",
                "Internet Explorer",
                key.firstText("svcVersion", "Version"),
                "Microsoft",
                "",
                List.of(),
                key);
    }
}
