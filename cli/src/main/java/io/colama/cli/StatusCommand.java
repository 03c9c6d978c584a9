package io.colama.cli;

import io.colama.operations.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code colama status}. */
@Command(
        name = "status",
        description = {
            "Tell what changed in a working copy since it was checked out.",
            "Reads its disks, because the times of files prove nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  colama status", "  colama status work/"})
final class StatusCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The working copy; by default the current directory.")
    private Path directory = Path.of(".");

    StatusCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        Status.Result status = session.run(task -> colama.verbs().status(directory, task));
        if (session.record(status)) {
            return 0;
        }
        Style style = session.style();
        session.out()
                .println(
                        "%s@%s in %s"
                                .formatted(
                                        style.name(status.machine()),
                                        style.id(status.base()),
                                        status.directory()));
        Table table = new Table("llr");
        for (Status.FileStatus file : status.files()) {
            boolean same = file.state().equals("unchanged");
            table.row(
                    "  " + Style.harmless(file.name()),
                    same ? file.state() : style.strong(file.state()),
                    file.bytesChanged() == 0 ? "" : Sizes.of(file.bytesChanged()));
        }
        table.lines().forEach(session.out()::println);
        if (status.headMoved()) {
            session.out()
                    .println(
                            "the head of %s has moved: a check-in would be a conflict"
                                    .formatted(status.machine()));
        }
        return 0;
    }
}
