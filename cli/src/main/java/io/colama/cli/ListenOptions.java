package io.colama.cli;

import io.colama.operations.live.Listening;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where a server of disks listens. */
final class ListenOptions {

    @Option(
            names = "--socket",
            paramLabel = "FILE",
            description = "Listen at a socket of the Unix domain, for this user alone.")
    private Optional<Path> socket = Optional.empty();

    @Option(
            names = "--listen",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description =
                    "The address to listen at; ${DEFAULT-VALUE} is reached from this host only.")
    private String host = "localhost";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "10809",
            description =
                    "The port to listen at, 0 for any that is free; by default ${DEFAULT-VALUE}.")
    private int port;

    /** Whether a socket of the Unix domain was named. */
    boolean namesSocket() {
        return socket.isPresent();
    }

    /** The place. */
    Listening listening() {
        return socket.<Listening>map(Listening.UnixSocket::new)
                .orElseGet(() -> new Listening.Tcp(host, port));
    }
}
