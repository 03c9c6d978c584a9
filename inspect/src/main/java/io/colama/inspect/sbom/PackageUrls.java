package io.colama.inspect.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Names packages as package URLs (purl-spec: deb, rpm, apk, alpm, and generic for all else). */
public final class PackageUrls {

    private static final Set<String> LIBRARIES = Set.of("pypi", "npm", "gem", "maven");

    private PackageUrls() {}

    /** The URL of a package; empty for managers that have no type there. */
    public static Optional<String> of(OsFacts os, PackageSet set, PackageFacts each) {
        String type =
                switch (set.manager()) {
                    case "dpkg" -> "deb";
                    case "rpm" -> "rpm";
                    case "apk" -> "apk";
                    case "pacman" -> "alpm";
                    case "pypi", "npm", "gem", "maven" -> set.manager();
                    default -> "";
                };
        if (set.manager().equals("hotfix") && !each.name().isEmpty()) {
            return generic("microsoft", each.name(), each.version());
        }
        if (type.isEmpty() || each.name().isEmpty()) {
            return Optional.empty();
        }
        if (LIBRARIES.contains(type)) {
            return library(type, each);
        }
        TreeMap<String, String> qualifiers = new TreeMap<>();
        if (!each.architecture().isEmpty()) {
            qualifiers.put("arch", each.architecture());
        }
        if (!os.id().isEmpty() && !os.version().isEmpty()) {
            qualifiers.put("distro", os.id() + "-" + major(os.version()));
        }
        String version = each.version();
        int colon = version.indexOf(':');
        if (type.equals("rpm") && colon > 0) {
            qualifiers.put("epoch", version.substring(0, colon));
            version = version.substring(colon + 1);
        }
        try {
            return Optional.of(
                    new PackageURL(
                                    type,
                                    os.id().toLowerCase(Locale.ROOT),
                                    each.name(),
                                    version.isEmpty() ? null : version,
                                    qualifiers,
                                    null)
                            .canonicalize());
        } catch (MalformedPackageURLException notOne) {
            return Optional.empty(); // a name that no URL can hold, out of a damaged database
        }
    }

    /** A group or scope is the namespace; there is no distribution that it belongs to. */
    private static Optional<String> library(String type, PackageFacts each) {
        int split = each.name().indexOf(type.equals("maven") ? ':' : '/');
        String namespace = split < 0 ? null : each.name().substring(0, split);
        String version = each.version().isEmpty() ? null : each.version();
        try {
            return Optional.of(
                    new PackageURL(
                                    type,
                                    namespace,
                                    each.name().substring(split + 1),
                                    version,
                                    null,
                                    null)
                            .canonicalize());
        } catch (MalformedPackageURLException notOne) {
            return Optional.empty();
        }
    }

    private static String major(String version) {
        int dot = version.indexOf('.');
        return dot > 0 ? version.substring(0, dot) : version;
    }

    /** The URL of software that no package manager knows. */
    static Optional<String> of(Application application) {
        return generic("", application.id(), application.version());
    }

    private static Optional<String> generic(String namespace, String name, String version) {
        try {
            return Optional.of(
                    new PackageURL(
                                    "generic",
                                    namespace.isEmpty() ? null : namespace,
                                    name,
                                    version.isEmpty() ? null : version,
                                    null,
                                    null)
                            .canonicalize());
        } catch (MalformedPackageURLException notOne) {
            return Optional.empty(); // a name that no URL can hold, out of a damaged registry
        }
    }
}
