package io.colama.cli;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.operations.Inspect;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama inspect}. */
@Command(
        name = "inspect",
        description = {
            "Tell what is inside a machine or a disk image: systems, packages, accounts, services.",
            "Nothing is mounted, started or changed; what was found out about a revision is kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama inspect web@v1",
            "  colama inspect disk.vmdk",
            "  colama inspect web --json",
            "  colama inspect web@v1 --sbom cyclonedx > web.cdx.json",
            "  colama inspect web --deep --packages"
        })
final class InspectCommand implements Callable<Integer> {

    private static final int MOST_APPLICATIONS = 40;

    private final Colama colama;

    @Parameters(paramLabel = "MACHINE[@REF]|IMAGE", description = "What to look into.")
    private String name = "";

    @Option(names = "--anew", description = "Look again, although it was inspected before.")
    private boolean anew;

    @Option(
            names = "--deep",
            description = {
                "Look through all files for libraries, too: of Python, Node.js, Ruby and Java.",
                "This takes longer, and the result is not kept."
            })
    private boolean deep;

    @Option(names = "--packages", description = "List the packages and all applications, too.")
    private boolean packages;

    @Option(
            names = "--sbom",
            paramLabel = "FORM",
            description = "Print a bill of materials as JSON: cyclonedx (1.6) or spdx (2.3).",
            converter = BillNames.class,
            completionCandidates = BillNames.class)
    private Optional<Inspect.Bill> sbom = Optional.empty();

    InspectCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        Inspect.Result result =
                session.run(task ->
                        colama.verbs().inspect(new Inspect.Request(name, anew, deep), task));
        if (sbom.isPresent()) {
            String version = Colama.version().replaceFirst("colama ", "");
            session.out().println(result.bill(sbom.get(), version));
        } else if (!session.record(result)) {
            print(result, session);
        }
        return 0;
    }

    private void print(Inspect.Result result, Session session) {
        Table head = new Table("ll");
        head.row("machine", session.style().name(Style.harmless(result.machine())));
        if (!result.revision().isEmpty()) {
            head.row("revision", result.revision());
        }
        head.lines().forEach(session.out()::println);
        volumes(result.inspection(), session);
        for (SystemFacts system : result.inspection().systems()) {
            session.out().println();
            system(system, session);
        }
        if (result.inspection().systems().isEmpty()) {
            session.out().println();
            session.out().println("no operating system was found");
        }
        problems(result.inspection().problems(), session);
    }

    private static void volumes(Inspection inspection, Session session) {
        Table table = new Table("lrlll");
        for (Inspection.VolumeFacts volume : inspection.volumes()) {
            table.row(
                    volume.name(),
                    Sizes.of(volume.bytes()),
                    volume.kind(),
                    Style.harmless(volume.label()),
                    volume.reason().isEmpty()
                            ? volume.condition()
                            : session.style()
                                    .bad(volume.reason() + " " + Style.harmless(volume.message())));
        }
        session.out().println();
        table.lines().forEach(session.out()::println);
        inspection
                .volumes()
                .forEach(volume ->
                        volume.notes()
                                .forEach(note ->
                                        session.out()
                                                .println(
                                                        volume.name()
                                                                + ": "
                                                                + Style.harmless(note))));
    }

    private void system(SystemFacts system, Session session) {
        Table table = new Table("ll");
        SystemFacts.OsFacts os = system.os();
        table.row("system", session.style().strong(Style.harmless(os.name())));
        row(table, "version", os.version());
        row(table, "release", system.family().equals("windows") ? os.codename() : "");
        row(table, "edition", os.edition());
        row(table, "service pack", os.servicePack());
        row(table, "build", os.build());
        row(table, "architecture", os.architecture());
        row(table, "role", os.role());
        row(table, "host", system.host().name());
        row(table, "domain", system.host().domain());
        row(table, "machine id", system.host().machineId());
        row(table, "time zone", system.host().timeZone());
        row(table, "last used", date(system.host().lastUsed()));
        for (SystemFacts.Mount mount : system.mounts()) {
            row(
                    table,
                    "mount",
                    mount.place()
                            + "  "
                            + (mount.volume().isEmpty()
                                    ? mount.device() + " (missing)"
                                    : mount.volume())
                            + "  "
                            + mount.type());
        }
        for (SystemFacts.PackageSet set : system.packages()) {
            row(table, "packages", set.manager() + "  " + set.packages().size());
        }
        applications(system, table);
        row(
                table,
                "kernels",
                names(system.kernels().stream().map(SystemFacts.Kernel::version).toList()));
        row(
                table,
                "people",
                names(
                        system.accounts().stream()
                                .filter(InspectCommand::isPerson)
                                .map(SystemFacts.Account::name)
                                .toList()));
        long services =
                system.services().stream()
                        .filter(service -> service.start().equals("enabled"))
                        .filter(service -> !service.manager().equals("driver"))
                        .count();
        row(table, "starts", services == 0 ? "" : Sizes.count(services, "service"));
        for (SystemFacts.Interface each : system.network().interfaces()) {
            row(
                    table,
                    "network",
                    each.name() + "  " + each.method() + "  " + String.join(" ", each.addresses()));
        }
        for (SystemFacts.Finding finding : system.findings()) {
            row(table, finding.kind(), finding.name() + "  " + finding.value());
        }
        table.lines().forEach(session.out()::println);
        if (packages) {
            packages(system, session);
        }
        problems(system.problems(), session);
    }

    /** Those that stand for themselves; a long list only where it was asked for. */
    private void applications(SystemFacts system, Table table) {
        List<SystemFacts.Application> shown =
                system.applications().stream()
                        .filter(each -> packages || !each.details().contains("hidden"))
                        .toList();
        if (shown.size() > MOST_APPLICATIONS && !packages) {
            row(table, "applications", shown.size() + " (--packages lists them)");
            return;
        }
        for (SystemFacts.Application each : shown) {
            // many a program's name holds its version
            String version = each.name().contains(each.version()) ? "" : each.version();
            row(
                    table,
                    "application",
                    String.join("  ", each.name(), version, each.place()).strip());
        }
    }

    /** A system in a few words. */
    static String title(SystemFacts system) {
        long packages = system.packages().stream().mapToLong(set -> set.packages().size()).sum();
        return system.os().name()
                + (packages > 0 ? ", " + Sizes.count(packages, "package") : "")
                + (system.problems().isEmpty()
                        ? ""
                        : ", " + Sizes.count(system.problems().size(), "problem"));
    }

    private static String date(String time) {
        return time.isEmpty() ? "" : LocalTime.of(time);
    }

    private static boolean isPerson(SystemFacts.Account account) {
        if (account.id().startsWith("S-1-")) {
            return !account.password().equals("disabled");
        }
        return (account.id().length() >= 4 && !account.name().equals("nobody"))
                || (account.name().equals("root") && !account.password().equals("disabled"));
    }

    private static String names(List<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }

    private static void row(Table table, String name, String value) {
        if (!value.isBlank()) {
            table.row(name, Style.harmless(value));
        }
    }

    private static void packages(SystemFacts system, Session session) {
        Table table = new Table("lll");
        for (SystemFacts.PackageSet set : system.packages()) {
            for (SystemFacts.PackageFacts each : set.packages()) {
                table.row(
                        Style.harmless(each.name()),
                        Style.harmless(each.version()),
                        Style.harmless(
                                each.state().equals("installed")
                                        ? each.architecture()
                                        : each.architecture() + " (" + each.state() + ")"));
            }
        }
        session.out().println();
        table.lines().forEach(session.out()::println);
    }

    private static void problems(List<Problem> problems, Session session) {
        problems.forEach(problem ->
                session.out()
                        .println(
                                session.style().bad("problem")
                                        + "  "
                                        + problem.code()
                                        + "  "
                                        + Style.harmless(
                                                problem.where() + ": " + problem.message())));
    }
}
