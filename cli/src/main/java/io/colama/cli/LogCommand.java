package io.colama.cli;

import io.colama.operations.Log;
import io.colama.operations.RevisionView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code colama log}. */
@Command(
        name = "log",
        description = {
            "List revisions, youngest first, across clones.",
            "In brackets: the machines whose head it is, and its tags."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  colama log web", "  colama log web@v1 -n 5", "  colama log --graph"})
final class LogCommand implements Callable<Integer> {

    private final Colama colama;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MACHINE[@REF]",
            description = "Where to begin; by default the heads of all machines.")
    private Optional<String> revision = Optional.empty();

    @Option(names = "--graph", description = "Draw the lines of history.")
    private boolean graph;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            description = "How many at most.")
    private int limit = Integer.MAX_VALUE;

    LogCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        Session session = colama.anywhere();
        List<RevisionView> revisions = colama.verbs().log(new Log.Request(revision, limit));
        if (session.json()) {
            revisions.forEach(session::record);
            return 0;
        }
        List<String> lines = lines(revisions, session.style());
        HistoryGraph drawing = new HistoryGraph();
        for (int i = 0; i < lines.size(); i++) {
            RevisionView view = revisions.get(i);
            String prefix = "";
            String below = "    ";
            if (graph) {
                drawing.before(view.revision()).forEach(session.out()::println);
                prefix = drawing.row(view.revision(), view.parents()) + " ";
                below = drawing.beside() + "   ";
            }
            session.out().println(prefix + lines.get(i));
            for (RevisionView.NoteView note : view.notes()) {
                session.out().println(below + note(note, session.style()));
            }
            drawing.after().forEach(session.out()::println);
        }
        return 0;
    }

    private static List<String> lines(List<RevisionView> revisions, Style style) {
        Table table = new Table("lllll");
        for (RevisionView view : revisions) {
            String names = String.join(", ", view.names());
            table.row(
                    style.id(view.revision()),
                    LocalTime.of(view.time()),
                    Style.harmless(view.author()),
                    names.isEmpty() ? "" : "(" + style.name(names) + ")",
                    Style.harmless(view.message().lines().findFirst().orElse("")));
        }
        return table.lines();
    }

    private static String note(RevisionView.NoteView note, Style style) {
        return style.faint(
                "note by %s: %s"
                        .formatted(
                                Style.harmless(note.by()),
                                Style.harmless(note.text().lines().findFirst().orElse(""))));
    }
}
