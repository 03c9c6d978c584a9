package io.colama.cli;

import io.colama.operations.CloneMachine;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code colama clone}. */
@Command(
        name = "clone",
        description = {
            "Make a machine that starts with an existing revision.",
            "It stores nothing; from then on both machines have a history of their own."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  colama clone web web-test", "  colama clone web@v1 web-2.3"})
final class CloneCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            index = "0",
            paramLabel = "MACHINE[@REF]",
            description = "The revision to start with.")
    private String revision = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "The name of the new machine.")
    private String name = "";

    CloneCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        CloneMachine.Result made = colama.verbs().cloneMachine(revision, name);
        if (!session.record(made)) {
            Style style = session.style();
            session.done(
                    "cloned %s to %s"
                            .formatted(
                                    style.name(made.from()) + "@" + style.id(made.revision()),
                                    style.name(made.machine())));
        }
        return 0;
    }
}
