package io.colama.server;

import io.colama.operations.OperationException;
import io.colama.operations.service.ServiceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a server is to run: what the command line says, else the environment ({@code
 * COLAMA_SERVER_PORT} for {@code server.port}), else the file of settings, else the default.
 *
 * @param host to listen at
 * @param port to listen at, 0 for any
 * @param database the address of a PostgreSQL; empty for the repository's own
 * @param tls the directory of the certificate and key; empty for none
 * @param logJson whether the log is for programs
 * @param people how people reach it and who knows them
 */
record Settings(
        String host,
        int port,
        Optional<String> database,
        Optional<Path> tls,
        boolean logJson,
        PeopleSettings people) {

    private static final String HOST = "server.host";
    private static final String PORT = "server.port";
    private static final String DATABASE = "server.database";
    private static final String TLS = "server.tls";
    private static final String LOG = "server.log";
    private static final Set<String> KNOWN = Set.of(HOST, PORT, DATABASE, TLS, LOG);

    private static final int MOST_PORTS = 65_535;

    static Settings of(ServiceRequest request, Map<String, String> environment) throws IOException {
        SettingsSource source =
                SettingsSource.open(
                        request.settings(), environment, all(), PeopleSettings.OF_PROVIDERS);
        return new Settings(
                request.host().or(() -> source.find(HOST)).orElse("localhost"),
                request.port().isPresent()
                        ? request.port().get()
                        : source.number(PORT, 8080, MOST_PORTS),
                request.database().or(() -> source.find(DATABASE)),
                request.tls().or(() -> source.find(TLS).map(Path::of)),
                isJson(source.find(LOG).orElse("text")),
                PeopleSettings.of(source));
    }

    private static Set<String> all() {
        Set<String> all = new HashSet<>(KNOWN);
        all.addAll(PeopleSettings.KNOWN);
        return all;
    }

    private static boolean isJson(String log) throws OperationException {
        return switch (log) {
            case "text" -> false;
            case "json" -> true;
            default ->
                    throw SettingsSource.usage(
                            "%s is \"%s\", and has to be text or json".formatted(LOG, log));
        };
    }
}
