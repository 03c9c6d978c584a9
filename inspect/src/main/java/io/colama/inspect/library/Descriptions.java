package io.colama.inspect.library;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.colama.inspect.packages.ControlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that describe one library. */
final class Descriptions {

    private static final Pattern PYTHON =
            Pattern.compile(".*\\.(dist-info/METADATA|egg-info/PKG-INFO|egg-info)");
    private static final Pattern NODE =
            Pattern.compile(".*/node_modules/(@[^/]+/)?[^/]+/package\\.json");
    private static final Pattern GEM =
            Pattern.compile(".*/specifications/([^/]+?)-(\\d[^/-]*)(-[^/]*)?\\.gemspec");

    private Descriptions() {}

    /** Whether a file has to be read to know what it describes. */
    static boolean isToRead(String path) {
        return PYTHON.matcher(path).matches() || NODE.matcher(path).matches();
    }

    /** What the name of a file says. */
    static Optional<Library> named(String path) {
        Matcher gem = GEM.matcher(path);
        return gem.matches()
                ? Optional.of(new Library("gem", gem.group(1), gem.group(2), ""))
                : Optional.empty();
    }

    /**
     * What the text of a file says; empty where it describes nothing.
     *
     * @throws IllegalArgumentException when it is not of the form that its name says
     */
    static Optional<Library> read(String path, String text) {
        return PYTHON.matcher(path).matches() ? python(text) : node(text);
    }

    private static Optional<Library> python(String text) {
        List<Map<String, String>> stanzas = new ArrayList<>();
        ControlFile.parse(text, stanzas::add);
        if (stanzas.isEmpty() || !stanzas.getFirst().containsKey("name")) {
            return Optional.empty();
        }
        Map<String, String> fields = stanzas.getFirst();
        String licence = fields.getOrDefault("license-expression", "");
        if (licence.isEmpty()) {
            licence = fields.getOrDefault("license", "");
        }
        return Optional.of(
                new Library(
                        "pypi",
                        fields.getOrDefault("name", ""),
                        fields.getOrDefault("version", ""),
                        licence.equals("UNKNOWN") ? "" : licence));
    }

    private static Optional<Library> node(String text) {
        try {
            JsonObject root = JsonParser.parseString(text).getAsJsonObject();
            String name = text(root, "name");
            String version = text(root, "version");
            JsonElement licence = root.get("license");
            String told =
                    licence != null && licence.isJsonObject()
                            ? text(licence.getAsJsonObject(), "type")
                            : text(root, "license");
            // a directory of a package may hold others that only say how to load it
            return name.isEmpty() || version.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Library("npm", name, version, told));
        } catch (JsonParseException | IllegalStateException broken) {
            throw new IllegalArgumentException("no JSON object found", broken);
        }
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
