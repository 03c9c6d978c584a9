package io.colama.inspect.application;

import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds paths in a system by patterns in which {@code *} stands for any part of one name. Each
 * directory is listed once. One thread.
 */
final class PathPattern {

    /** A directory of homes or of sites may hold very many; those that come first have to do. */
    private static final int MOST_PATHS = 10_000;

    private final Subject subject;
    private final Map<String, Set<String>> names = new HashMap<>();

    PathPattern(Subject subject) {
        this.subject = subject;
    }

    /** The paths that a pattern stands for and that are there. */
    List<String> find(String pattern) throws IOException {
        List<String> found = List.of("");
        for (String part : pattern.split("/")) {
            List<String> pieces = List.of(part.split("\\*", -1));
            List<String> next = new ArrayList<>();
            for (String directory : found) {
                String start = directory.isEmpty() ? "" : directory + "/";
                if (pieces.size() == 1) {
                    if (names(directory).contains(part)) {
                        next.add(start + part);
                    }
                    continue;
                }
                for (String name : names(directory)) {
                    if (next.size() < MOST_PATHS && fits(name, pieces)) {
                        next.add(start + name);
                    }
                }
            }
            found = next;
        }
        return found;
    }

    private Set<String> names(String directory) throws IOException {
        Set<String> known = names.get(directory);
        if (known == null) {
            known = new LinkedHashSet<>(subject.names(directory.isEmpty() ? "/" : directory));
            names.put(directory, known);
        }
        return known;
    }

    /** Whether a name is made of the pieces of a pattern, in their order, with anything between. */
    private static boolean fits(String name, List<String> pieces) {
        String first = pieces.getFirst();
        String last = pieces.getLast();
        if (name.length() < first.length() + last.length()
                || !name.startsWith(first)
                || !name.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = name.indexOf(piece, at);
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
        }
        return at <= name.length() - last.length();
    }
}
