package io.colama.cli;

import io.colama.operations.live.DiscardSession;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code colama session discard}. */
@Command(
        name = "discard",
        description = "Delete sessions and all that was written in them.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama session discard web-1"})
final class SessionDiscardCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(arity = "1..*", paramLabel = "SESSION", description = "The sessions.")
    private List<String> names = List.of();

    SessionDiscardCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        for (String name : names) {
            DiscardSession.Result gone = new DiscardSession(session.environment()).run(name);
            if (!session.record(gone)) {
                session.done(
                        "discarded %s, %s are free again"
                                .formatted(
                                        session.style().name(gone.session()),
                                        Sizes.of(gone.bytesFreed())));
            }
        }
        return 0;
    }
}
