package io.colama.inspect.windows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The files of this package that hold data: lines, those that start with {@code #} aside. */
final class DataFile {

    private DataFile() {}

    static List<String> lines(String name) {
        try (InputStream in = DataFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Lines of a name, {@code =} and a value; names are in lower case. */
    static Map<String, String> pairs(String name) {
        Map<String, String> pairs = new TreeMap<>();
        for (String line : lines(name)) {
            int equals = line.lastIndexOf('=');
            pairs.put(
                    line.substring(0, equals).toLowerCase(Locale.ROOT), line.substring(equals + 1));
        }
        return pairs;
    }
}
