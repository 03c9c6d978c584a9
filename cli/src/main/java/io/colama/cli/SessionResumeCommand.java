package io.colama.cli;

import io.colama.nbd.server.TlsPolicy;
import io.colama.operations.live.ServeDisks;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private ListenOptions listen = new ListenOptions();

    SessionResumeCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        return new Serving(colama.session())
                .run(
                        new ServeDisks.What.OldSession(name),
                        listen.listening(),
                        TlsPolicy.NONE,
                        CLIENTS);
    }
}
