package io.colama.cli;

import io.colama.operations.RevisionView;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code colama show}. */
@Command(
        name = "show",
        description = "Show a revision: who, when, why, its disks and notes.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama show web", "  colama show web@v1 --json", "  colama show 3f2c9a"})
final class ShowCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(paramLabel = "MACHINE[@REF]", description = "The revision.")
    private String revision = "";

    ShowCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        RevisionView view = colama.verbs().show(revision);
        if (!session.record(view)) {
            print(view, session);
        }
        return 0;
    }

    private static void print(RevisionView view, Session session) {
        Style style = session.style();
        Table table = new Table("ll");
        table.row("revision", view.revision());
        table.row("machine", style.name(view.machine()));
        table.row("names", style.name(String.join(", ", view.names())));
        for (String parent : view.parents()) {
            table.row("parent", parent);
        }
        table.row("author", Style.harmless(view.author()));
        table.row("time", LocalTime.of(view.time()));
        table.row("source", Style.harmless(view.source()));
        for (RevisionView.Disk disk : view.disks()) {
            table.row(disk.name(), disk.id() + "  " + Sizes.of(disk.bytesLogical()));
        }
        if (!view.definition().isEmpty()) {
            table.row("definition", Style.harmless(view.definition()));
        }
        table.lines().forEach(session.out()::println);
        if (!view.message().isBlank()) {
            session.out().println();
            view.message()
                    .lines()
                    .forEach(line -> session.out().println("    " + Style.harmless(line)));
        }
        for (RevisionView.NoteView note : view.notes()) {
            session.out().println();
            session.out()
                    .println(
                            "note by %s, %s"
                                    .formatted(
                                            Style.harmless(note.by()), LocalTime.of(note.time())));
            note.text()
                    .lines()
                    .forEach(line -> session.out().println("    " + Style.harmless(line)));
        }
    }
}
