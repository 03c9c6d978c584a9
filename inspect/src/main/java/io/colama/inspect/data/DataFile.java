package io.colama.inspect.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The files of knowledge that lie beside the classes which use them, in UTF-8. */
public final class DataFile {

    private DataFile() {}

    /**
     * The whole text of a file.
     *
     * @param beside the class in whose package it lies
     */
    public static String text(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The lines of a file; those that are empty or start with {@code #} aside. */
    public static List<String> lines(Class<?> beside, String name) {
        return text(beside, name)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Lines of a name, {@code =} and a value; names are in lower case. */
    public static Map<String, String> pairs(Class<?> beside, String name) {
        Map<String, String> pairs = new TreeMap<>();
        for (String line : lines(beside, name)) {
            int equals = line.lastIndexOf('=');
            pairs.put(
                    line.substring(0, equals).toLowerCase(Locale.ROOT), line.substring(equals + 1));
        }
        return pairs;
    }
}
