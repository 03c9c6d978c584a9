package io.colama.inspect.packages;

import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The database of pacman: a directory for each package, with a file of {@code %NAME%} blocks. */
final class Pacman {

    private static final List<String> PLACES =
            List.of("var/lib/pacman/local", "usr/lib/holo/pacmandb/local");

    private final Subject subject;

    Pacman(Subject subject) {
        this.subject = subject;
    }

    Optional<PackageSet> read() throws IOException {
        for (String place : PLACES) {
            if (!subject.exists(place)) {
                continue;
            }
            List<PackageFacts> packages = new ArrayList<>();
            for (String name : subject.names(place, n -> !n.equals("ALPM_DB_VERSION"))) {
                String path = place + "/" + name + "/desc";
                Optional<Subject.Text> text = subject.text(path);
                if (text.isPresent()) {
                    packages.add(facts(blocks(text.get().content())));
                } else {
                    subject.problem(
                            "damaged:pacman", "/" + path, "a package without a description found");
                }
            }
            packages.sort(Comparator.comparing(PackageFacts::name));
            return Optional.of(new PackageSet("pacman", subject.origin("/" + place), packages));
        }
        return Optional.empty();
    }

    private static Map<String, String> blocks(String text) {
        Map<String, String> blocks = new HashMap<>();
        String key = "";
        for (String line : text.lines().toList()) {
            if (line.length() > 2 && line.startsWith("%") && line.endsWith("%")) {
                key = line.substring(1, line.length() - 1);
            } else if (!line.isBlank() && !key.isEmpty()) {
                blocks.merge(key, line.strip(), (before, now) -> before + ", " + now);
            }
        }
        return blocks;
    }

    private static PackageFacts facts(Map<String, String> blocks) {
        String name = blocks.getOrDefault("NAME", "");
        return new PackageFacts(
                name,
                blocks.getOrDefault("VERSION", ""),
                blocks.getOrDefault("ARCH", ""),
                blocks.getOrDefault("BASE", name),
                "",
                blocks.getOrDefault("LICENSE", ""),
                blocks.getOrDefault("PACKAGER", ""),
                FieldValue.number(blocks.getOrDefault("SIZE", "")),
                "installed",
                blocks.getOrDefault("REASON", "0").equals("1"),
                FieldValue.time(FieldValue.number(blocks.getOrDefault("INSTALLDATE", ""))),
                blocks.getOrDefault("DESC", ""));
    }
}
