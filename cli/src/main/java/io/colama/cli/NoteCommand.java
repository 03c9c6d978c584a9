package io.colama.cli;

import io.colama.operations.AddNote;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama note}. */
@Command(
        name = "note",
        description = "Attach a comment to a revision; log and show print it.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama note web@v1 -m \"the one that the customer has\""})
final class NoteCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(paramLabel = "MACHINE[@REF]", description = "The revision.")
    private String revision = "";

    @Option(
            names = {"-m", "--message"},
            required = true,
            paramLabel = "TEXT",
            description = "The comment.")
    private String text = "";

    NoteCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        AddNote.Result made = colama.verbs().note(revision, text);
        if (!session.record(made)) {
            Style style = session.style();
            session.done(
                    "noted on " + style.name(made.machine()) + "@" + style.id(made.revision()));
        }
        return 0;
    }
}
