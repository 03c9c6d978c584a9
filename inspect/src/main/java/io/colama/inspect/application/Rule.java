package io.colama.inspect.application;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an application is recognised.
 *
 * @param id one word
 * @param name for people
 * @param vendor who makes it; empty where the sign says it or several do
 * @param packaged the names of packages that bring it; empty for none
 * @param signs any of which gives it away
 */
record Rule(String id, String name, String vendor, Optional<Pattern> packaged, List<Sign> signs) {

    private static final String FILE = "rules.json";

    /** Copies the list. */
    Rule {
        signs = List.copyOf(signs);
    }

    /**
     * What gives an application away.
     *
     * @param paths of files
     * @param inText the parts of the version in a file's text, all of which must be there
     * @param inPath the version in its path
     * @param vendor in its text
     * @param bytes how much of a file is looked at
     * @param up how many levels above the file the application lies
     * @param unlessPackaged whether this does not count where a package brought it
     */
    record Sign(
            List<String> paths,
            List<Pattern> inText,
            Optional<Pattern> inPath,
            Optional<Pattern> vendor,
            int bytes,
            int up,
            boolean unlessPackaged) {

        private static final int BYTES = 1 << 16;

        private static Sign of(WrittenSign sign) {
            return new Sign(
                    List.copyOf(sign.paths),
                    sign.version == null
                            ? List.of()
                            : sign.version.stream().map(Pattern::compile).toList(),
                    pattern(sign.path),
                    pattern(sign.vendor),
                    sign.bytes == 0 ? BYTES : sign.bytes,
                    sign.up == 0 ? 1 : sign.up,
                    sign.unlessPackaged);
        }
    }

    /** A rule as the file has it. */
    private record WrittenRule(
            String id,
            String name,
            String vendor,
            @Nullable String packaged,
            List<WrittenSign> signs) {}

    /** A sign as the file has it. */
    private record WrittenSign(
            List<String> paths,
            @Nullable List<String> version,
            @Nullable String path,
            @Nullable String vendor,
            int bytes,
            int up,
            boolean unlessPackaged) {}

    private static Optional<Pattern> pattern(@Nullable String text) {
        return Optional.ofNullable(text).map(Pattern::compile);
    }

    /** The rules that come with the program. */
    static List<Rule> all() {
        return Known.RULES;
    }

    /** Read when they are needed first. */
    private static final class Known {
        private static final List<Rule> RULES = read();

        private static List<Rule> read() {
            try (InputStream in = Rule.class.getResourceAsStream(FILE)) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks its file " + FILE);
                }
                WrittenRule[] rules =
                        new Gson()
                                .fromJson(
                                        new InputStreamReader(in, StandardCharsets.UTF_8),
                                        WrittenRule[].class);
                return List.of(rules).stream()
                        .map(rule ->
                                new Rule(
                                        rule.id,
                                        rule.name,
                                        rule.vendor,
                                        pattern(rule.packaged),
                                        rule.signs.stream().map(Sign::of).toList()))
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            } catch (JsonParseException broken) {
                throw new IllegalStateException("the program's file " + FILE, broken);
            }
        }
    }
}
