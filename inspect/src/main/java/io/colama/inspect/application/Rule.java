package io.colama.inspect.application;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.colama.inspect.data.DataFile;
import java.util.List;

/**
 * How an application is recognised. Regular expressions are kept as text: few files of a system are
 * there, and those of the other rules need not be compiled.
 *
 * @param id one word
 * @param name for people
 * @param vendor who makes it; empty where the sign says it or several do
 * @param packaged the names of packages that bring it; empty for none
 * @param signs any of which gives it away
 */
record Rule(String id, String name, String vendor, String packaged, List<Sign> signs) {

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
     * @param inPath the version in its path; empty where the text has it
     * @param vendor in its text; empty where it is not told
     * @param bytes how much of a file is looked at
     * @param up how many levels above the file the application lies
     * @param unlessPackaged whether this does not count where a package brought it
     */
    record Sign(
            List<String> paths,
            List<String> inText,
            String inPath,
            String vendor,
            int bytes,
            int up,
            boolean unlessPackaged) {

        private static final int BYTES = 1 << 16;

        private static Sign of(JsonObject sign) {
            return new Sign(
                    texts(sign, "paths"),
                    texts(sign, "version"),
                    text(sign, "path"),
                    text(sign, "vendor"),
                    sign.has("bytes") ? sign.get("bytes").getAsInt() : BYTES,
                    sign.has("up") ? sign.get("up").getAsInt() : 1,
                    sign.has("unlessPackaged") && sign.get("unlessPackaged").getAsBoolean());
        }
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }

    private static List<String> texts(JsonObject object, String name) {
        JsonArray array = object.has(name) ? object.getAsJsonArray(name) : new JsonArray();
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }

    /** The rules that come with the program. */
    static List<Rule> all() {
        return Known.RULES;
    }

    /** Read when they are needed first. */
    private static final class Known {
        private static final List<Rule> RULES = read();

        private static List<Rule> read() {
            return JsonParser.parseString(DataFile.text(Rule.class, FILE))
                    .getAsJsonArray()
                    .asList()
                    .stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(Known::rule)
                    .toList();
        }

        private static Rule rule(JsonObject rule) {
            return new Rule(
                    text(rule, "id"),
                    text(rule, "name"),
                    text(rule, "vendor"),
                    text(rule, "packaged"),
                    rule.getAsJsonArray("signs").asList().stream()
                            .map(sign -> Sign.of(sign.getAsJsonObject()))
                            .toList());
        }
    }
}
