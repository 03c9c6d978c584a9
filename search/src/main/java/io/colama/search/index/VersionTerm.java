package io.colama.search.index;

import io.colama.inspect.version.VersionOrder;
import io.colama.search.query.Words;
import org.apache.lucene.util.BytesRef;

/**
 * A package or application as a term of the index: {@code name NUL letter version}; the letter says
 * by which rules versions compare.
 *
 * @param name in lower case
 * @param order its rules
 * @param version as it was found
 */
record VersionTerm(String name, VersionOrder order, String version) {

    private static final char END = '\0';

    static VersionTerm of(String name, VersionOrder order, String version) {
        return new VersionTerm(Words.lower(name), order, Words.name(version));
    }

    /** What the terms of a name begin with, and no others. */
    static String start(String name) {
        return Words.lower(name) + END;
    }

    String term() {
        return name + END + letter(order) + version;
    }

    static VersionTerm parse(BytesRef term) {
        String text = term.utf8ToString();
        int end = text.indexOf(END);
        return new VersionTerm(
                text.substring(0, end), order(text.charAt(end + 1)), text.substring(end + 2));
    }

    private static char letter(VersionOrder order) {
        return switch (order) {
            case DPKG -> 'd';
            case RPM -> 'r';
            case APK -> 'a';
            case PACMAN -> 'p';
            case DOTTED -> '.';
        };
    }

    private static VersionOrder order(char letter) {
        return switch (letter) {
            case 'd' -> VersionOrder.DPKG;
            case 'r' -> VersionOrder.RPM;
            case 'a' -> VersionOrder.APK;
            case 'p' -> VersionOrder.PACMAN;
            default -> VersionOrder.DOTTED;
        };
    }
}
