package io.colama.inspect.packages;

import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The database of dpkg, its status file, and that of images without dpkg, one file a package.
 *
 * <p>Source: deb-control(5), dpkg-query(1).
 */
final class Dpkg {

    private static final List<String> STATUS =
            List.of("var/lib/dpkg/status", "usr/share/dpkg/database/status", "usr/lib/opkg/status");
    private static final String SINGLE = "var/lib/dpkg/status.d";
    private static final long KIB = 1024;
    private static final String GONE = "not-installed";

    private final Subject subject;
    private final List<PackageFacts> packages = new ArrayList<>();

    Dpkg(Subject subject) {
        this.subject = subject;
    }

    Optional<PackageSet> read() throws IOException {
        Origin origin = Origin.NONE;
        Set<String> automatic = automatic();
        for (String path : STATUS) {
            Optional<Subject.Text> status = subject.text(path);
            if (status.isPresent()) {
                origin = status.get().origin();
                ControlFile.parse(status.get().content(), fields -> add(fields, automatic));
                break;
            }
        }
        for (String name : subject.names(SINGLE, n -> !n.endsWith(".md5sums"))) {
            Optional<Subject.Text> single = subject.text(SINGLE + "/" + name);
            if (single.isPresent()) {
                origin = origin.path().isEmpty() ? single.get().origin() : origin;
                ControlFile.parse(single.get().content(), fields -> add(fields, automatic));
            }
        }
        if (origin.path().isEmpty()) {
            return Optional.empty();
        }
        packages.sort(
                Comparator.comparing(PackageFacts::name).thenComparing(PackageFacts::architecture));
        return Optional.of(new PackageSet("dpkg", origin, licensed()));
    }

    /** The packages with their licences, which stand in a file of each. */
    private List<PackageFacts> licensed() throws IOException {
        DebianLicences licences = new DebianLicences(subject);
        List<PackageFacts> all = new ArrayList<>();
        for (PackageFacts each : packages) {
            boolean ask = each.licence().isEmpty() && each.state().equals("installed");
            all.add(ask ? each.withLicence(licences.of(each.name())) : each);
        }
        return all;
    }

    private Set<String> automatic() throws IOException {
        Set<String> names = new HashSet<>();
        subject.text("var/lib/apt/extended_states")
                .ifPresent(text ->
                        ControlFile.parse(
                                text.content(),
                                fields -> {
                                    if ("1".equals(fields.get("auto-installed"))) {
                                        names.add(key(fields));
                                    }
                                }));
        return names;
    }

    private static String key(Map<String, String> fields) {
        return fields.getOrDefault("package", "") + ":" + fields.getOrDefault("architecture", "");
    }

    private void add(Map<String, String> fields, Set<String> automatic) {
        String name = fields.getOrDefault("package", "");
        if (name.isEmpty()) {
            return;
        }
        String[] status = fields.getOrDefault("status", "install ok installed").split("\\s+");
        String state = status.length > 2 ? status[2] : "installed";
        if (state.equals(GONE)) {
            return;
        }
        String version = fields.getOrDefault("version", "");
        String source = fields.getOrDefault("source", name);
        int open = source.indexOf(" (");
        String sourceVersion =
                open > 0 && source.endsWith(")")
                        ? source.substring(open + 2, source.length() - 1)
                        : "";
        packages.add(
                new PackageFacts(
                        name,
                        version,
                        fields.getOrDefault("architecture", ""),
                        open > 0 ? source.substring(0, open) : source,
                        sourceVersion,
                        fields.getOrDefault("license", ""),
                        fields.getOrDefault("maintainer", ""),
                        FieldValue.number(fields.getOrDefault("installed-size", "")) * KIB,
                        state,
                        automatic.contains(key(fields)),
                        "",
                        fields.getOrDefault("description", "")));
    }
}
