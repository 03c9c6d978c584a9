package io.colama.inspect.fact;

/**
 * Where facts were found.
 *
 * @param volume its name
 * @param path of a file, or of a registry key behind its hive
 * @param condition {@code clean}, {@code replayed} or {@code possibly-stale}
 */
public record Origin(String volume, String path, String condition) {

    /** For facts that nothing was found for. */
    public static final Origin NONE = new Origin("", "", "");
}
