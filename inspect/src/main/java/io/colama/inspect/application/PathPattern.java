package io.colama.inspect.application;

import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds paths in a system by patterns in which {@code *} stands for any part of one name. Each
 * directory is listed once. One thread.
 */
final class PathPattern {

    /** A directory of homes or of sites may hold very many; those that come first have to do. */
    private static final int MOST_PATHS = 10_000;

    private final Subject subject;
    private final Map<String, List<String>> names = new HashMap<>();

    PathPattern(Subject subject) {
        this.subject = subject;
    }

    /** The paths that a pattern stands for; those without a star are given back unseen. */
    List<String> find(String pattern) throws IOException {
        List<String> found = new ArrayList<>(List.of(""));
        for (String part : pattern.split("/")) {
            List<String> next = new ArrayList<>();
            for (String directory : found) {
                String start = directory.isEmpty() ? "" : directory + "/";
                if (part.indexOf('*') < 0) {
                    next.add(start + part);
                    continue;
                }
                Pattern wanted = pattern(part);
                for (String name : names(directory)) {
                    if (next.size() < MOST_PATHS && wanted.matcher(name).matches()) {
                        next.add(start + name);
                    }
                }
            }
            found = next;
        }
        return found;
    }

    private List<String> names(String directory) throws IOException {
        List<String> known = names.get(directory);
        if (known == null) {
            known = subject.names(directory.isEmpty() ? "/" : directory);
            names.put(directory, known);
        }
        return known;
    }

    private static Pattern pattern(String part) {
        return Pattern.compile(
                Stream.of(part.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }
}
