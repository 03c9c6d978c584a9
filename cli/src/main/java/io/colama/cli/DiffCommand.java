package io.colama.cli;

import io.colama.inspect.diff.Change;
import io.colama.operations.Diff;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama diff}. */
@Command(
        name = "diff",
        description = {
            "Tell what differs between two revisions or disk images.",
            "Without options everything but the files is compared."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama diff web@v1 web@v2",
            "  colama diff web~1 web --packages",
            "  colama diff web@v1 web --files --json",
            "  colama diff before.vmdk after.vmdk --config"
        })
final class DiffCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "A revision or image.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
    private String after = "";

    @Option(names = "--hardware", description = "Compare the definitions.")
    private boolean hardware;

    @Option(names = "--packages", description = "Compare the packages and applications.")
    private boolean packages;

    @Option(names = "--accounts", description = "Compare users and groups.")
    private boolean accounts;

    @Option(names = "--services", description = "Compare what starts by itself.")
    private boolean services;

    @Option(names = "--network", description = "Compare how they are connected.")
    private boolean network;

    @Option(names = "--config", description = "Compare the files below /etc, texts line by line.")
    private boolean config;

    @Option(names = "--files", description = "Compare all files.")
    private boolean files;

    @Option(names = "--blocks", description = "Count the blocks that differ.")
    private boolean blocks;

    DiffCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        Diff.Request request = new Diff.Request(before, after, parts());
        Diff.Result result = session.run(task -> colama.verbs().diff(request, task));
        if (!session.record(result)) {
            print(result, session);
        }
        return 0;
    }

    private Set<Diff.Part> parts() {
        Set<Diff.Part> parts = EnumSet.noneOf(Diff.Part.class);
        add(parts, hardware, Diff.Part.HARDWARE);
        add(parts, packages, Diff.Part.PACKAGES);
        add(parts, packages, Diff.Part.APPLICATIONS);
        add(parts, accounts, Diff.Part.ACCOUNTS);
        add(parts, services, Diff.Part.SERVICES);
        add(parts, network, Diff.Part.NETWORK);
        add(parts, config, Diff.Part.CONFIG);
        add(parts, files, Diff.Part.FILES);
        add(parts, blocks, Diff.Part.BLOCKS);
        if (parts.isEmpty()) {
            parts = EnumSet.allOf(Diff.Part.class);
            parts.remove(Diff.Part.FILES);
        }
        return parts;
    }

    private static void add(Set<Diff.Part> parts, boolean wanted, Diff.Part part) {
        if (wanted) {
            parts.add(part);
        }
    }

    private static void print(Diff.Result result, Session session) {
        Table table = new Table("lll");
        for (Change change : result.changes()) {
            table.row(
                    sign(change, session.style()),
                    change.part() + " " + Style.harmless(change.name()),
                    Style.harmless(
                            change.before().isEmpty() || change.after().isEmpty()
                                    ? change.before() + change.after()
                                    : change.before() + " -> " + change.after()));
        }
        table.lines().forEach(session.out()::println);
        for (Diff.Text text : result.texts()) {
            session.out().println();
            for (String line : text.lines()) {
                session.out().println(coloured(Style.harmlessLine(line), session.style()));
            }
        }
        for (Diff.Blocks each : result.blocks()) {
            if (each.bytesChanged() == 0) {
                continue;
            }
            session.out()
                    .println(
                            "%s: %s of %s in %s of blocks differ"
                                    .formatted(
                                            each.disk(),
                                            Sizes.of(each.bytesChanged()),
                                            Sizes.of(each.bytesLogical()),
                                            Sizes.count(each.runs(), "run")));
        }
        boolean sameBlocks = result.blocks().stream().allMatch(each -> each.bytesChanged() == 0);
        if (result.changes().isEmpty() && result.texts().isEmpty() && sameBlocks) {
            session.done("nothing that was compared differs");
        }
    }

    private static String sign(Change change, Style style) {
        return switch (change.change()) {
            case "added" -> style.name("+");
            case "removed" -> style.bad("-");
            case "upgraded" -> "^";
            case "downgraded" -> style.bad("v");
            default -> "~";
        };
    }

    private static String coloured(String line, Style style) {
        if (line.startsWith("+")) {
            return style.name(line);
        }
        return line.startsWith("-") ? style.bad(line) : line;
    }
}
