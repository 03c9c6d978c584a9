package io.colama.definition.xen;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import io.colama.definition.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a configuration: each key with the strings of its value, of which a list has
 * any number. For one thread.
 */
final class XlFile {

    static final Bound VALUES = new Bound("values of an xl configuration", 100_000);
    static final Bound DEPTH = new Bound("depth of lists in an xl configuration", 50);

    private final String what;
    private final String text;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private int position;
    private long count;
    private boolean computed;

    private XlFile(String what, String text) {
        this.what = what;
        this.text = text;
    }

    static XlFile parse(String what, byte[] content) throws DefinitionException {
        XlFile file = new XlFile(what, SourceText.of(what, content));
        file.statements();
        return file;
    }

    Map<String, List<String>> values() {
        return values;
    }

    /** Whether there is something that is no statement of a key and a value. */
    boolean computed() {
        return computed;
    }

    List<String> list(String key) {
        return values.getOrDefault(key, List.of());
    }

    /** The only or first string of a value, unless it is empty. */
    Optional<String> value(String key) {
        return list(key).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** A number in decimal, octal or hex. */
    OptionalLong number(String key) {
        String digits = value(key).orElse("");
        if (!digits.matches("(0[xX][0-9a-fA-F]{1,15})|([0-9]{1,18})")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.decode(digits));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    boolean truth(String key) {
        return value(key).filter(value -> !value.equals("0")).isPresent();
    }

    private void statements() throws DefinitionException {
        while (position < text.length()) {
            skipBlank(true);
            int start = position;
            if (!statement()) {
                computed |= start < text.length();
                toNextLine();
            }
        }
    }

    private boolean statement() throws DefinitionException {
        String key = word();
        skipBlank(false);
        boolean adds = text.startsWith("+=", position);
        if (key.isEmpty() || (!adds && current() != '=')) {
            return false;
        }
        position += adds ? 2 : 1;
        skipBlank(false);
        List<String> value = new ArrayList<>();
        if (!value(value, 1)) {
            return false;
        }
        skipBlank(false);
        if (position < text.length() && "\r\n;".indexOf(current()) < 0) {
            return false;
        }
        if (adds) {
            value.addAll(0, list(key));
        }
        values.put(key, value);
        return true;
    }

    private boolean value(List<String> into, int depth) throws DefinitionException {
        VALUES.check(what, ++count);
        char c = current();
        if (c == '"' || c == '\'') {
            String string = string(c);
            if (string == null) {
                return false;
            }
            into.add(string);
            return true;
        }
        if (c == '[') {
            DEPTH.check(what, depth);
            position++;
            return list(into, depth);
        }
        String word = word();
        into.add(word);
        return !word.isEmpty() && Character.isDigit(word.charAt(0));
    }

    private boolean list(List<String> into, int depth) throws DefinitionException {
        while (true) {
            skipBlank(true);
            if (current() == ']') {
                position++;
                return true;
            }
            if (!value(into, depth + 1)) {
                return false;
            }
            skipBlank(true);
            if (current() == ',') {
                position++;
            } else if (current() != ']') {
                return false;
            }
        }
    }

    private @Nullable String string(char quote) {
        StringBuilder out = new StringBuilder();
        for (int i = position + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                position = i + 1;
                return out.toString();
            }
            if (c == '\n') {
                return null;
            }
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                out.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                out.append(c);
            }
        }
        return null;
    }

    private String word() {
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(current()) || current() == '_')) {
            position++;
        }
        return text.substring(start, position);
    }

    /** The character here; NUL at the end. */
    private char current() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    /**
     * Passes over blanks and comments; over ends of lines and semicolons where they do not count.
     */
    private void skipBlank(boolean lines) {
        while (position < text.length()) {
            char c = current();
            if (c == '#') {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || (lines && "\r\n;".indexOf(c) >= 0)) {
                position++;
            } else {
                return;
            }
        }
    }

    private void toNextLine() {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end + 1;
    }

    /** A string as it stands in a file. */
    static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? ' ' : c);
            }
        }
        return out.append('"').toString();
    }
}
