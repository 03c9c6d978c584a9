package io.colama.cli;

import io.colama.nbd.server.TlsPolicy;
import io.colama.operations.live.Listening;
import io.colama.operations.live.ServeDisks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama session resume}. */
@Command(
        name = "resume",
        description = {
            "Serve the disks of a session again.",
            "A client that reconnects finds what it has flushed. 'colama run --session' starts a "
                    + "machine on it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  colama session resume web-1 --socket /tmp/web.sock"})
final class SessionResumeCommand implements Callable<Integer> {

    private static final int CLIENTS = 1000;

    private final Colama colama;

    @Parameters(index = "0", paramLabel = "SESSION", description = "The session.")
    private String name = "";

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

    SessionResumeCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Listening where =
                socket.<Listening>map(Listening.UnixSocket::new)
                        .orElseGet(() -> new Listening.Tcp(host, port));
        return new Serving(colama.session())
                .run(new ServeDisks.What.OldSession(name), where, TlsPolicy.NONE, CLIENTS);
    }
}
