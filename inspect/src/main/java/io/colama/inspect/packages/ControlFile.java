package io.colama.inspect.packages;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Files of stanzas with {@code Field: value} lines, as Debian's control files are. */
public final class ControlFile {

    private ControlFile() {}

    /**
     * Gives each stanza's fields to {@code consumer}, by their names in lower case. Only the first
     * line of a value is kept.
     */
    public static void parse(String text, Consumer<Map<String, String>> consumer) {
        Map<String, String> stanza = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            int last = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
            if (isBlank(text, at, last)) {
                give(stanza, consumer);
                stanza = new LinkedHashMap<>();
            } else if (text.charAt(at) != ' ' && text.charAt(at) != '\t') {
                int colon = text.indexOf(':', at);
                if (colon > at && colon < last) {
                    stanza.putIfAbsent(
                            text.substring(at, colon).toLowerCase(Locale.ROOT),
                            text.substring(colon + 1, last).strip());
                }
            }
            at = end + 1;
        }
        give(stanza, consumer);
    }

    private static boolean isBlank(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
                return false;
            }
        }
        return true;
    }

    private static void give(Map<String, String> stanza, Consumer<Map<String, String>> consumer) {
        if (!stanza.isEmpty()) {
            consumer.accept(stanza);
        }
    }
}
