package io.colama.definition.proxmox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A value of parts with commas between: the first may be without a key.
 *
 * @param first the part without a key, empty when all have one
 * @param parts the others by their keys
 */
record Options(String first, Map<String, String> parts) {

    static Options parse(String value) {
        String first = "";
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : value.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.putIfAbsent(
                        part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            } else if (first.isEmpty()) {
                first = part.strip();
            }
        }
        return new Options(first, parts);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(parts.get(key)).filter(value -> !value.isEmpty());
    }

    /** The part without a key, or the one with this key. */
    String firstOr(String key) {
        return first.isEmpty() ? parts.getOrDefault(key, "") : first;
    }
}
