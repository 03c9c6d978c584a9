package io.colama.server;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.service.ServiceRequest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a server is to run: what the command line says, else the environment ({@code
 * COLAMA_SERVER_PORT} for {@code server.port}), else the file of settings, else the default.
 *
 * @param host to listen at
 * @param port to listen at, 0 for any
 * @param database the address of a PostgreSQL; empty for the repository's own
 * @param tls the directory of the certificate and key; empty for none
 * @param logJson whether the log is for programs
 */
record Settings(
        String host, int port, Optional<String> database, Optional<Path> tls, boolean logJson) {

    private static final String HOST = "server.host";
    private static final String PORT = "server.port";
    private static final String DATABASE = "server.database";
    private static final String TLS = "server.tls";
    private static final String LOG = "server.log";
    private static final Set<String> KNOWN = Set.of(HOST, PORT, DATABASE, TLS, LOG);

    private static final int MOST_PORTS = 65_535;

    static Settings of(ServiceRequest request, Map<String, String> environment) throws IOException {
        Properties file = new Properties();
        if (request.settings().isPresent()) {
            Path place = request.settings().get();
            try (Reader in = Files.newBufferedReader(place)) {
                file.load(in);
            } catch (IllegalArgumentException wrong) {
                throw usage(place + ": not a file of settings: " + wrong.getMessage());
            }
            Set<String> unknown = new TreeSet<>(file.stringPropertyNames());
            unknown.removeAll(KNOWN);
            if (!unknown.isEmpty()) {
                throw usage(
                        "%s: there is no setting %s; there are %s"
                                .formatted(
                                        place,
                                        String.join(", ", unknown),
                                        String.join(", ", new TreeSet<>(KNOWN))));
            }
        }
        Source source = new Source(file, environment);
        return new Settings(
                request.host().or(() -> source.find(HOST)).orElse("localhost"),
                request.port().isPresent() ? request.port().get() : port(source.find(PORT)),
                request.database().or(() -> source.find(DATABASE)),
                request.tls().or(() -> source.find(TLS).map(Path::of)),
                isJson(source.find(LOG).orElse("text")));
    }

    private record Source(Properties file, Map<String, String> environment) {

        Optional<String> find(String key) {
            String variable = "COLAMA_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
            return Optional.ofNullable(environment.get(variable))
                    .or(() -> Optional.ofNullable(file.getProperty(key)))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty());
        }
    }

    private static int port(Optional<String> text) throws OperationException {
        if (text.isEmpty()) {
            return 8080;
        }
        try {
            int port = Integer.parseInt(text.get());
            if (port >= 0 && port <= MOST_PORTS) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is too large
        }
        throw usage("%s is \"%s\", and has to be 0 to %d".formatted(PORT, text.get(), MOST_PORTS));
    }

    private static boolean isJson(String log) throws OperationException {
        return switch (log) {
            case "text" -> false;
            case "json" -> true;
            default -> throw usage("%s is \"%s\", and has to be text or json".formatted(LOG, log));
        };
    }

    private static OperationException usage(String message) {
        return new OperationException(Failure.USAGE, message);
    }
}
