package io.colama.inspect.packages;

import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The database of apk: lines of a letter, a colon and a value; an empty line ends a package. */
final class Apk {

    private static final List<String> PLACES =
            List.of("lib/apk/db/installed", "usr/lib/apk/db/installed");

    private final Subject subject;

    Apk(Subject subject) {
        this.subject = subject;
    }

    Optional<PackageSet> read() throws IOException {
        for (String path : PLACES) {
            Optional<Subject.Text> text = subject.text(path);
            if (text.isPresent()) {
                return Optional.of(
                        new PackageSet("apk", text.get().origin(), packages(text.get())));
            }
        }
        return Optional.empty();
    }

    /** What somebody asked for, without the version that it was asked in. */
    private Set<String> wanted() throws IOException {
        Set<String> names = new HashSet<>();
        subject.text("etc/apk/world")
                .ifPresent(text -> {
                    for (String word : text.content().strip().split("\\s+")) {
                        names.add(word.replaceFirst("[=<>~@].*", ""));
                    }
                });
        return names;
    }

    private List<PackageFacts> packages(Subject.Text text) throws IOException {
        Set<String> wanted = wanted();
        List<PackageFacts> packages = new ArrayList<>();
        Map<Character, String> fields = new HashMap<>();
        for (String line : (text.content() + "\n\n").split("\n", -1)) {
            if (line.length() > 2 && line.charAt(1) == ':') {
                fields.putIfAbsent(line.charAt(0), line.substring(2).strip());
            } else if (line.isBlank()) {
                String name = fields.getOrDefault('P', "");
                if (!name.isEmpty()) {
                    packages.add(facts(name, fields, !wanted.contains(name)));
                }
                fields.clear();
            }
        }
        packages.sort(Comparator.comparing(PackageFacts::name));
        return packages;
    }

    private static PackageFacts facts(
            String name, Map<Character, String> fields, boolean automatic) {
        return new PackageFacts(
                name,
                fields.getOrDefault('V', ""),
                fields.getOrDefault('A', ""),
                fields.getOrDefault('o', name),
                "",
                fields.getOrDefault('L', ""),
                fields.getOrDefault('m', ""),
                FieldValue.number(fields.getOrDefault('I', "")),
                "installed",
                automatic,
                "",
                fields.getOrDefault('T', ""));
    }
}
