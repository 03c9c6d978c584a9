package io.colama.architecture;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one format of Java sources: google-java-format in AOSP style, with imports in ASCII order as
 * Spotless sorts them.
 *
 * <p>The script {@code format} runs this file by itself, so it uses nothing else of the project.
 */
final class Format {

    private static final Formatter FORMATTER =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    private Format() {}

    /** A source as it should be written. */
    static String of(String source) throws FormatterException {
        String sorted = ImportOrderer.reorderImports(source, Style.GOOGLE);
        return FORMATTER.formatSource(RemoveUnusedImports.removeUnusedImports(sorted));
    }

    /** Formats files in place, and names those that changed. */
    public static void main(String[] files) throws IOException {
        for (String name : files) {
            Path file = Path.of(name);
            String source = Files.readString(file);
            try {
                // comments that were wrapped for longer lines settle at the second go
                String formatted = of(of(source));
                if (!formatted.equals(source)) {
                    Files.writeString(file, formatted);
                    System.out.println(name);
                }
            } catch (FormatterException e) {
                System.err.println(name + ": " + e.getMessage());
                System.exit(1);
            }
        }
    }
}
