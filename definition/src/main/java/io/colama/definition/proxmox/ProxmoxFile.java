package io.colama.definition.proxmox;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import io.colama.definition.text.SourceText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sections of a configuration; the first has no name. */
final class ProxmoxFile {

    static final Bound SECTIONS = new Bound("sections of a Proxmox configuration", 5_000);

    private static final Pattern SECTION = Pattern.compile("\\[([A-Za-z0-9_. :-]+)\\]\\s*");
    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9_-]*):\\s*(.*?)\\s*");

    private ProxmoxFile() {}

    /** A section: its name, its values by key, and what people wrote. */
    record Section(String name, Map<String, String> values, String description) {

        Optional<String> value(String key) {
            return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
        }
    }

    static List<Section> parse(String what, byte[] content) throws DefinitionException {
        List<Section> sections = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        List<String> description = new ArrayList<>();
        String name = "";
        for (String line : SourceText.lines(SourceText.of(what, content))) {
            Matcher section = SECTION.matcher(line);
            Matcher parts = LINE.matcher(line);
            if (section.matches()) {
                sections.add(section(name, values, description));
                SECTIONS.check(what, sections.size());
                name = section.group(1);
                values = new LinkedHashMap<>();
                description = new ArrayList<>();
            } else if (line.startsWith("#")) {
                description.add(decoded(line.substring(1)));
            } else if (parts.matches()) {
                values.put(parts.group(1), parts.group(2));
            } else if (!line.isBlank()) {
                throw new DefinitionException.Damaged(
                        what + ": a line such as key: value expected, found otherwise");
            }
        }
        sections.add(section(name, values, description));
        return sections;
    }

    private static Section section(
            String name, Map<String, String> values, List<String> description) {
        String text =
                values.containsKey("description")
                        ? decoded(values.getOrDefault("description", ""))
                        : String.join("\n", description);
        return new Section(name, values, text);
    }

    /** Text in which a percent sign and two hex digits stand for a byte of UTF-8. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%'
                    && i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2])) {
                out.write(
                        (HexFormat.fromHexDigit(bytes[i + 1]) << 4)
                                | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static String encoded(String line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' || c == '%' || c == 0x7F) {
                out.append("%%%02X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
