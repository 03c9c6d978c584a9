package io.colama.inspect.windows;

import io.colama.inspect.data.DataFile;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Windows it is. */
final class OperatingSystem {

    static final String CURRENT = "Microsoft\\Windows NT\\CurrentVersion";

    private static final Map<String, String> SUITES =
            DataFile.pairs(OperatingSystem.class, "suites.txt");
    private static final Pattern SERVICE_PACK = Pattern.compile("(?i).*service pack (\\d+).*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Registry registry;
    private final RegistryKey current;
    private final RegistryKey control;

    OperatingSystem(Registry registry) throws IOException {
        this.registry = registry;
        this.current = registry.software().at(CURRENT);
        this.control = registry.controlSet().at("Control");
    }

    /** What counts as the version: major and minor of NT, build and update. */
    private record Version(String nt, long build, OptionalLong update) {

        String whole() {
            return nt.isEmpty()
                    ? ""
                    : nt
                            + (build > 0 ? "." + build : "")
                            + (build > 0 && update.isPresent() ? "." + update.getAsLong() : "");
        }
    }

    OsFacts read() throws IOException {
        String declared = current.text("ProductName");
        Version version = version();
        Origin origin = current.origin();
        if (version.nt.isEmpty()) {
            if (current.exists() || registry.software().exists()) {
                registry.subject()
                        .problem(
                                "empty:registry",
                                current.origin().path(),
                                "no version of Windows found");
            }
            Optional<KernelFile.Found> kernel = KernelFile.read(registry);
            if (kernel.isPresent()) {
                version =
                        new Version(
                                kernel.get().nt(),
                                kernel.get().build(),
                                OptionalLong.of(kernel.get().update()));
                origin = kernel.get().origin();
            }
        }
        String role = role(declared);
        String kind = role.equals("client") || role.isEmpty() ? "client" : "server";
        Optional<Release> release = Release.of(version.nt, version.build, kind, declared);
        return new OsFacts(
                release.map(Release::id).orElse("windows"),
                name(declared, release),
                version.whole(),
                codename(release),
                release.map(Release::id).filter(id -> id.endsWith("-r2")).stream()
                        .map(id -> id.substring(0, id.length() - "-r2".length()))
                        .toList(),
                edition(version.nt, role),
                version.build > 0 ? String.valueOf(version.build) : "",
                servicePack(),
                architecture(),
                role,
                declared,
                origin);
    }

    private Version version() throws IOException {
        OptionalLong major = current.number("CurrentMajorVersionNumber");
        OptionalLong minor = current.number("CurrentMinorVersionNumber");
        String nt =
                major.isPresent() && minor.isPresent()
                        ? major.getAsLong() + "." + minor.getAsLong()
                        : current.text("CurrentVersion");
        String build = current.firstText("CurrentBuildNumber", "CurrentBuild");
        return new Version(
                nt.matches("\\d+\\.\\d+") ? nt : "",
                NUMBER.matcher(build).matches() ? Long.parseLong(build) : 0,
                current.number("UBR"));
    }

    private String role(String declared) throws IOException {
        String product = control.at("ProductOptions").text("ProductType");
        String told =
                switch (product.toLowerCase(Locale.ROOT)) {
                    case "winnt" -> "client";
                    case "servernt" -> "server";
                    case "lanmannt" -> "domain-controller";
                    default -> "";
                };
        if (!told.isEmpty()) {
            return told;
        }
        String installation = current.text("InstallationType");
        if (installation.equalsIgnoreCase("Client")) {
            return "client";
        }
        return installation.startsWith("Server") || declared.contains("Server") ? "server" : "";
    }

    /** The declared name where it is not a lie, which it is on Windows 11. */
    private static String name(String declared, Optional<Release> release) {
        String plain = declared.replace("(R)", "").replace("(TM)", "").replace("\u00ae", "");
        if (release.isEmpty()) {
            return plain.isEmpty() ? "Windows" : plain;
        }
        String name = release.get().name();
        if (release.get().id().equals("windows-11") && plain.contains("Windows 10")) {
            return plain.replace("Windows 10", "Windows 11");
        }
        String said = plain.replaceAll("\\s+", " ").strip();
        // "Windows XP x64" is in no product's name, "Windows XP" is
        boolean truthful = said.contains(name) || said.contains("Windows XP");
        return truthful || (name.endsWith("Server") && said.contains("Server")) ? said : name;
    }

    private String codename(Optional<Release> release) throws IOException {
        String told = current.firstText("DisplayVersion", "ReleaseId");
        String known = release.map(Release::release).orElse("");
        return known.isEmpty() ? told : known;
    }

    private String edition(String nt, String role) throws IOException {
        String edition = current.text("EditionID");
        if (!edition.isEmpty()) {
            boolean core = current.text("InstallationType").equalsIgnoreCase("Server Core");
            return core ? edition + " Core" : edition;
        }
        for (String suite : control.at("ProductOptions").texts("ProductSuite")) {
            String known = SUITES.get(suite.toLowerCase(Locale.ROOT));
            if (known != null) {
                return known;
            }
        }
        boolean suites = control.at("ProductOptions").exists() && nt.startsWith("5.");
        return !suites || role.isEmpty() ? "" : role.equals("client") ? "Professional" : "Standard";
    }

    private String servicePack() throws IOException {
        Matcher said = SERVICE_PACK.matcher(current.text("CSDVersion"));
        if (said.matches()) {
            return said.group(1);
        }
        OptionalLong number = control.at("Windows").number("CSDVersion");
        long pack = number.isPresent() ? number.getAsLong() >> Byte.SIZE & 0xff : 0;
        return pack > 0 ? String.valueOf(pack) : "";
    }

    private String architecture() throws IOException {
        String told = control.at("Session Manager\\Environment").text("PROCESSOR_ARCHITECTURE");
        return switch (told.toUpperCase(Locale.ROOT)) {
            case "AMD64" -> "x86_64";
            case "X86" -> "i386";
            case "ARM64" -> "aarch64";
            case "ARM" -> "arm";
            case "IA64" -> "ia64";
            case "" -> KernelFile.architecture(registry);
            default -> told;
        };
    }
}
