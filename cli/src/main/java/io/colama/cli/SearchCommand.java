package io.colama.cli;

import io.colama.operations.Search;
import io.colama.search.index.Facet;
import io.colama.search.index.Hit;
import io.colama.search.query.QueryException;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code colama search}. */
@Command(
        name = "search",
        description = {
            "Find machines by what they are and what is inside them, newest first.",
            "Terms side by side must all be true, of one and the same system where they are about the inside;",
            "OR, NOT and parentheses combine them. Words without a field are looked for in names, messages,"
                    + " notes, and as packages and applications."
        },
        footerHeading = "%nFields:%n",
        footer = {
            "  machine owner author tag from id head inspected     what it is: words, x* for what begins so",
            "  message note                                        words of a text: note:\"to be kept\"",
            "  time age                                            time:2026-03 time:2026-01..2026-03 age:>90d",
            "  cpus memory disks size firmware fs                  cpus:>=4 memory:>=4G size:<100G firmware:uefi",
            "  os like family version codename edition sp build    os:windows-2003 sp:2, version:12 (also 12.5)",
            "  arch role host domain ip mac service user finding   arch:amd64 service:sshd ip:10.1.*",
            "  pkg app app-version kernel                          pkg:openssl<3.0.11 app:oracle=10.* kernel:>=6.1",
            "  problem last-used installed                         problem:encrypted last-used:<2025",
            "",
            "Versions compare as the package manager of the guest compares them: for dpkg 3.0.11-1 is newer than",
            "3.0.11, and a missing epoch is 0.",
            "",
            "Examples:",
            "  colama search 'os:debian version:>=12 pkg:openssl<3.0.11 owner:ana'",
            "  colama search os:windows-2003 sp:2 app:oracle app-version:10.*",
            "  colama search '(tag:gold OR tag:silver) NOT age:>90d \"to be kept\"' --all-revisions",
            "  colama search like:debian --facets"
        })
final class SearchCommand implements Callable<Integer> {

    private final Colama colama;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "QUERY",
            description = "What to look for; without one, everything.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--all-revisions",
            description = "Search all revisions, not only the newest of each machine.")
    private boolean allRevisions;

    @Option(names = "--facets", description = "Count systems, versions, owners and ages, too.")
    private boolean facets;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            description = "How many to list at most; 100 if not given.")
    private int limit = 100;

    SearchCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        Session session = colama.anywhere();
        String query = String.join(" ", words);
        Search.Request request =
                new Search.Request(query, allRevisions, limit, facets, ZoneId.systemDefault());
        Search.Result result;
        try {
            result = session.run(task -> colama.verbs().search(request, task));
        } catch (QueryException mistake) {
            if (!session.json()) {
                point(query, mistake.position(), session);
            }
            throw mistake;
        }
        result.warnings().forEach(session::warn);
        if (!session.record(result)) {
            print(result, session);
        }
        return 0;
    }

    /** The query and, below, a mark where it is wrong. */
    private static void point(String query, int position, Session session) {
        String line = Style.harmlessLine(query);
        int shown = Math.min(position, line.length());
        int from = Math.max(0, shown - 60);
        session.err().println("  " + line.substring(from, Math.min(line.length(), from + 76)));
        session.err().println("  " + " ".repeat(shown - from) + "^");
    }

    private static void print(Search.Result result, Session session) {
        Style style = session.style();
        Table table = new Table("lllll");
        for (Hit hit : result.hits()) {
            table.row(
                    style.name(name(hit)),
                    Style.harmless(String.join("; ", hit.systems())),
                    Style.harmless(matches(hit)),
                    Style.harmless(hit.owner()),
                    LocalTime.of(hit.time()));
        }
        table.lines().forEach(session.out()::println);
        if (result.total() == 0) {
            session.out().println("nothing found");
        } else if (result.total() > result.hits().size()) {
            session.done(
                    "%d of %d; --limit shows more".formatted(result.hits().size(), result.total()));
        }
        if (result.notInspected() > 0) {
            session.done(
                    "%s not inspected, nothing is known of what is inside; 'colama inspect' looks"
                            .formatted(Sizes.count(result.notInspected(), "revision")));
        }
        result.facets().forEach(facet -> print(facet, session));
    }

    /** What stands for the revision in other commands. */
    private static String name(Hit hit) {
        if (hit.head()) {
            return hit.machine();
        }
        return hit.machine()
                + "@"
                + (hit.tags().isEmpty() ? hit.revision().substring(0, 12) : hit.tags().getFirst());
    }

    private static String matches(Hit hit) {
        List<String> matches =
                hit.matches().stream()
                        .map(match ->
                                match.name().isEmpty()
                                        ? match.field() + " " + match.version()
                                        : match.name() + " " + match.version())
                        .distinct()
                        .toList();
        return String.join(", ", matches);
    }

    private static void print(Facet facet, Session session) {
        Table table = new Table("lrl");
        for (Facet.Value value : facet.values()) {
            table.row(
                    Style.harmless(value.value()),
                    "" + value.count(),
                    session.style().faint(Style.harmless(value.query())));
        }
        if (!table.isEmpty()) {
            session.out().println();
            session.out().println(session.style().strong(facet.field()));
            table.lines().forEach(session.out()::println);
        }
    }
}
