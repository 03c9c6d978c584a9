package io.colama.operations.service;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the shared service is to run; what is left out comes from the file of settings or from the
 * environment, or else is the default.
 *
 * @param host the name or address to listen at
 * @param port the port, 0 for any that is free
 * @param settings a file of settings, Java properties
 * @param database a PostgreSQL database, as {@code jdbc:postgresql:} address; else the service
 *     keeps what it knows in the repository
 * @param tls a directory with {@code server-cert.pem} and {@code server-key.pem}
 */
public record ServiceRequest(
        Optional<String> host,
        Optional<Integer> port,
        Optional<Path> settings,
        Optional<String> database,
        Optional<Path> tls) {}
