package io.colama.server;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Settings by name: from the environment ({@code COLAMA_SERVER_PORT} for {@code server.port}), else
 * from a file.
 */
final class SettingsSource {

    private static final int MOST_SECRET_BYTES = 10_000;

    private static final Pattern PROVIDER = Pattern.compile("oidc\\.([a-z0-9]{1,32})\\.([a-z-]+)");
    private static final Pattern PROVIDER_VARIABLE =
            Pattern.compile("COLAMA_OIDC_([A-Z0-9]{1,32})_ISSUER");

    private final Properties file;
    private final Map<String, String> environment;

    private SettingsSource(Properties file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Reads a file, if one is named.
     *
     * @param known what may be in it
     * @param ofProviders what may be in it after {@code oidc.ID.}
     */
    static SettingsSource open(
            Optional<Path> place,
            Map<String, String> environment,
            Set<String> known,
            Set<String> ofProviders)
            throws IOException {
        Properties file = new Properties();
        if (place.isPresent()) {
            try (Reader in = Files.newBufferedReader(place.get())) {
                file.load(in);
            } catch (IllegalArgumentException wrong) {
                throw usage(place.get() + ": not a file of settings: " + wrong.getMessage());
            }
            List<String> unknown =
                    file.stringPropertyNames().stream()
                            .filter(key -> !known.contains(key) && !isKnown(key, ofProviders))
                            .sorted()
                            .toList();
            if (!unknown.isEmpty()) {
                Set<String> there = new TreeSet<>(known);
                ofProviders.forEach(key -> there.add("oidc.ID." + key));
                throw usage(
                        "%s: there is no setting %s; there are %s"
                                .formatted(
                                        place.get(),
                                        String.join(", ", unknown),
                                        String.join(", ", there)));
            }
        }
        return new SettingsSource(file, environment);
    }

    private static boolean isKnown(String key, Set<String> ofProviders) {
        Matcher provider = PROVIDER.matcher(key);
        return provider.matches() && ofProviders.contains(provider.group(2));
    }

    /** The ids of providers that anything is said about. */
    Set<String> providers() {
        Set<String> ids = new TreeSet<>();
        Stream.concat(
                        file.stringPropertyNames().stream()
                                .map(PROVIDER::matcher)
                                .filter(Matcher::matches)
                                .map(key -> key.group(1)),
                        environment.keySet().stream()
                                .map(PROVIDER_VARIABLE::matcher)
                                .filter(Matcher::matches)
                                .map(key -> key.group(1).toLowerCase(Locale.ROOT)))
                .forEach(ids::add);
        return ids;
    }

    Optional<String> find(String key) {
        String variable =
                "COLAMA_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(variable))
                .or(() -> Optional.ofNullable(file.getProperty(key)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    String need(String key) throws OperationException {
        return find(key).orElseThrow(() -> usage("the setting " + key + " is missing"));
    }

    boolean isTrue(String key, boolean usual) throws OperationException {
        String word = find(key).orElse(Boolean.toString(usual));
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw usage("%s is \"%s\", and has to be true or false".formatted(key, word));
        };
    }

    int number(String key, int usual, int most) throws OperationException {
        Optional<String> text = find(key);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is too large
        }
        throw usage("%s is \"%s\", and has to be 0 to %d".formatted(key, text.get(), most));
    }

    /** A secret itself, or from the file that {@code KEY-file} names. */
    Optional<String> secret(String key) throws IOException {
        Optional<String> place = find(key + "-file");
        if (place.isEmpty()) {
            return find(key);
        }
        Path path = Path.of(place.get());
        if (Files.size(path) > MOST_SECRET_BYTES) {
            throw usage("%s-file: %s is too long for a secret".formatted(key, path));
        }
        return Optional.of(Files.readString(path).strip()).filter(secret -> !secret.isEmpty());
    }

    static OperationException usage(String message) {
        return new OperationException(Failure.USAGE, message);
    }
}
