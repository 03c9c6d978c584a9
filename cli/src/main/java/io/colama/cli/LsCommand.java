package io.colama.cli;

import io.colama.operations.ListMachines;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code colama ls}. */
@Command(
        name = "ls",
        description = "List the machines.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama ls", "  colama ls --json"})
final class LsCommand implements Callable<Integer> {

    private final Colama colama;

    LsCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        List<ListMachines.Entry> machines = colama.verbs().machines();
        Style style = session.style();
        Table table = new Table("lllrll");
        for (ListMachines.Entry machine : machines) {
            if (!session.record(machine)) {
                table.row(
                        style.name(machine.machine()),
                        style.id(machine.head()),
                        LocalTime.of(machine.changed()),
                        Sizes.of(machine.bytesLogical()),
                        String.join(", ", machine.tags()),
                        Style.harmless(machine.title()));
            }
        }
        table.lines().forEach(session.out()::println);
        return 0;
    }
}
