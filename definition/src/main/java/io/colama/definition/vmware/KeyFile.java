package io.colama.definition.vmware;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import io.colama.definition.text.Numbers;
import io.colama.definition.text.SourceText;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code key = "value"}.
 *
 * @param values the values by their keys in lower case, in the order of the file
 */
record KeyFile(Map<String, String> values) {

    static final Bound KEYS = new Bound("keys of a VMware file", 50_000);

    private static final Pattern LINE =
            Pattern.compile("\\s*([A-Za-z0-9_.:/-]+)\\s*=\\s*\"?(.*?)\"?\\s*");
    private static final Pattern ESCAPE = Pattern.compile("\\|([0-9A-Fa-f]{2})");

    static KeyFile parse(String what, byte[] content) throws DefinitionException {
        KeyFile first = parseText(what, SourceText.of(what, content));
        Optional<Charset> declared = first.value(".encoding").flatMap(KeyFile::charset);
        return declared.isPresent() ? parseText(what, new String(content, declared.get())) : first;
    }

    /** An encoding that the text is not in already; UTF-8 was tried. */
    private static Optional<Charset> charset(String name) {
        try {
            return name.equalsIgnoreCase("UTF-8") || !Charset.isSupported(name)
                    ? Optional.empty()
                    : Optional.of(Charset.forName(name)).filter(Charset::canEncode);
        } catch (IllegalCharsetNameException none) {
            return Optional.empty();
        }
    }

    private static KeyFile parseText(String what, String text) throws DefinitionException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : SourceText.lines(text)) {
            if (line.isBlank() || line.strip().startsWith("#") || line.length() > 65_536) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                values.put(parts.group(1).toLowerCase(Locale.ROOT), unescaped(parts.group(2)));
                KEYS.check(what, values.size());
            }
        }
        return new KeyFile(values);
    }

    private static String unescaped(String value) {
        return ESCAPE.matcher(value)
                .replaceAll(code ->
                        Matcher.quoteReplacement(
                                Character.toString((char) Integer.parseInt(code.group(1), 16))));
    }

    /** A value as it stands in a line. */
    static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '|' || c == 0x7F) {
                out.append("|%02X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    Set<String> keys() {
        return values.keySet();
    }

    /** A value, unless it is absent or empty. */
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key.toLowerCase(Locale.ROOT)))
                .filter(value -> !value.isEmpty());
    }

    boolean truth(String key) {
        return value(key).filter(Numbers::truth).isPresent();
    }

    boolean untruth(String key) {
        return value(key).filter(value -> !Numbers.truth(value)).isPresent();
    }

    OptionalInt integer(String key) {
        return Numbers.integer(value(key).orElse(""));
    }
}
