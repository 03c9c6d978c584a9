package io.colama.cli;

import io.colama.operations.Stats;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code colama stats}. */
@Command(
        name = "stats",
        description = "Count what the repository holds and what it saves.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama stats", "  colama stats --json"})
final class StatsCommand implements Callable<Integer> {

    private final Colama colama;

    StatsCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        Stats.Counts stats = colama.verbs().stats();
        if (session.record(stats)) {
            return 0;
        }
        Table table = new Table("lrl");
        table.row("machines", "" + stats.machines());
        table.row("revisions", "" + stats.revisions());
        table.row("their disks", Sizes.of(stats.bytesLogical()), "as virtual machines see them");
        table.row("different data", Sizes.of(stats.bytesUnique()), "each block counted once");
        if (stats instanceof Stats.Result all) {
            table.row("stored", Sizes.of(all.bytesStored()), saving(all) + packs(all.packs()));
            table.row("index", Sizes.of(all.bytesIndex()));
        }
        session.out().println("repository " + stats.repository());
        table.lines().forEach(line -> session.out().println("  " + line));
        return 0;
    }

    private static String saving(Stats.Result stats) {
        if (stats.bytesLogical() == 0 || stats.bytesStored() == 0) {
            return "";
        }
        long tenths = stats.bytesLogical() * 10 / stats.bytesStored();
        return "1/%d.%d of the disks, ".formatted(tenths / 10, tenths % 10);
    }

    private static String packs(long packs) {
        return "in " + Sizes.count(packs, "pack");
    }
}
