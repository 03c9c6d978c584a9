package io.colama.inspect.root;

import java.util.ArrayList;
import java.util.List;

/** The lines of a Unix table of file systems. */
final class Fstab {

    private static final int FIELDS = 4;

    private Fstab() {}

    /** A line. */
    record Line(String device, String place, String type, String options) {

        /** An option's value such as that of {@code subvol=}; empty when it is not there. */
        String option(String name) {
            for (String option : options.split(",", -1)) {
                if (option.startsWith(name + "=")) {
                    return option.substring(name.length() + 1);
                }
            }
            return "";
        }
    }

    static List<Line> parse(String text) {
        List<Line> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length >= 2 && !fields[0].startsWith("#") && !fields[0].isEmpty()) {
                lines.add(
                        new Line(
                                unescape(fields[0]),
                                unescape(fields[1]),
                                fields.length > 2 ? fields[2] : "",
                                fields.length >= FIELDS ? fields[3] : ""));
            }
        }
        return lines;
    }

    /** Spaces and such are written as a backslash and three octal digits. */
    private static String unescape(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\'
                    && i + 3 < field.length()
                    && field.substring(i + 1, i + 4).matches("[0-3][0-7][0-7]")) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }
}
