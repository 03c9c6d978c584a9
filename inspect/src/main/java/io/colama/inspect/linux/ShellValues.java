package io.colama.inspect.linux;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files of {@code NAME=value} lines with the quotes of a shell, such as os-release. */
final class ShellValues {

    private final Map<String, String> values = new LinkedHashMap<>();

    private ShellValues() {}

    static ShellValues parse(String text) {
        ShellValues parsed = new ShellValues();
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            int equals = stripped.indexOf('=');
            if (equals > 0 && !stripped.startsWith("#")) {
                String name = stripped.substring(0, equals).strip().replaceFirst("^export\\s+", "");
                parsed.values.put(name, unquote(stripped.substring(equals + 1).strip()));
            }
        }
        return parsed;
    }

    String get(String name) {
        return Optional.ofNullable(values.get(name)).orElse("");
    }

    private static String unquote(String value) {
        StringBuilder text = new StringBuilder(value.length());
        char quote = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < value.length()) {
                text.append(value.charAt(++i));
            } else if (quote == 0 && c == '#' && i > 0 && value.charAt(i - 1) == ' ') {
                break;
            } else {
                text.append(c);
            }
        }
        return text.toString().strip();
    }
}
