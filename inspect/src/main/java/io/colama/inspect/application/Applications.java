package io.colama.inspect.application;

import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the applications of a system by the rules. */
public final class Applications {

    private final Subject subject;
    private final List<PackageSet> packages;
    private final PathPattern paths;
    private final List<Application> found = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /**
     * Looks into a system.
     *
     * @param packages what package managers installed, which is not listed again
     */
    public Applications(Subject subject, List<PackageSet> packages) {
        this.subject = subject;
        this.packages = List.copyOf(packages);
        this.paths = new PathPattern(subject);
    }

    /** All that was recognised, by name and place. */
    public List<Application> read() throws IOException {
        for (Rule rule : Rule.all()) {
            for (Rule.Sign sign : rule.signs()) {
                look(rule, sign);
            }
        }
        found.addAll(new OracleInventory(subject).ofUnix());
        return found.stream()
                .sorted(Comparator.comparing(Application::name).thenComparing(Application::place))
                .toList();
    }

    private boolean isPackaged(Rule rule) {
        Pattern names = Pattern.compile(rule.packaged());
        return packages.stream()
                .flatMap(set -> set.packages().stream())
                .map(PackageFacts::name)
                .anyMatch(name -> names.matcher(name).matches());
    }

    private void look(Rule rule, Rule.Sign sign) throws IOException {
        for (String pattern : sign.paths()) {
            List<String> there = paths.find(pattern);
            if (!there.isEmpty() && sign.unlessPackaged() && isPackaged(rule)) {
                return;
            }
            for (String path : there) {
                Optional<Subject.Content> file =
                        subject.start(path, sign.inText().isEmpty() ? 0 : sign.bytes());
                if (file.isPresent()) {
                    judge(rule, sign, file.get());
                }
            }
        }
    }

    private void judge(Rule rule, Rule.Sign sign, Subject.Content file) {
        Origin origin = file.origin();
        // single bytes as characters, so that programs can be looked into as well as texts
        String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
        Optional<String> version =
                sign.inPath().isEmpty()
                        ? groups(sign.inText(), text)
                        : groups(List.of(sign.inPath()), origin.path());
        String place = above(origin.path(), sign.up());
        // a link to the directory, such as "current", shows the same once more
        if (version.isPresent() && seen.add(rule.id() + "\n" + place)) {
            String vendor =
                    sign.vendor().isEmpty()
                            ? rule.vendor()
                            : groups(List.of(sign.vendor()), text).orElse(rule.vendor());
            found.add(
                    new Application(
                            rule.id(),
                            rule.name(),
                            version.get(),
                            vendor,
                            place,
                            List.of(),
                            origin));
        }
    }

    /** The groups of all patterns, joined by dots; empty unless each pattern is found. */
    private static Optional<String> groups(List<String> patterns, String text) {
        List<String> parts = new ArrayList<>();
        for (String pattern : patterns) {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            if (!matcher.find()) {
                return Optional.empty();
            }
            for (int group = 1; group <= matcher.groupCount(); group++) {
                parts.add(matcher.group(group));
            }
        }
        return Optional.of(String.join(".", parts));
    }

    private static String above(String path, int levels) {
        String place = path;
        for (int i = 0; i < levels; i++) {
            place = place.substring(0, Math.max(0, place.lastIndexOf('/')));
        }
        return place.isEmpty() ? "/" : place;
    }
}
