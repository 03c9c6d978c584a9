package io.colama.cli;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.live.CheckInSession;
import io.colama.operations.live.DiscardSession;
import io.colama.operations.live.RunMachine;
import io.colama.operations.live.RunningMachine;
import io.colama.operations.live.ServeDisks;
import io.colama.operations.qemu.Accelerator;
import io.colama.operations.qemu.QemuCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code colama run}. */
@Command(
        name = "run",
        description = {
            "Boot a machine in QEMU, without a check-out.",
            "Its disks are read from the repository while it runs. What it writes goes into a "
                    + "session, which is kept afterwards unless you say otherwise; the revision stays "
                    + "as it is. The serial port of the machine is this terminal: Ctrl-A X ends it, "
                    + "Ctrl-A H says more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama run web@v1",
            "  colama run web --discard --vnc 1         # and look at localhost:5901",
            "  colama run web --checkin \"patched\"       # the next revision when it has shut down",
            "  colama run --session web-1               # go on where it was stopped",
            "  colama run web --dry-run",
            "  colama run web -- -device usb-host       # further words for QEMU"
        })
final class RunCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..*",
            paramLabel = "[MACHINE[@REF]] [-- WORD...]",
            hideParamSyntax = true,
            description = "The revision to boot; then what QEMU is to be told beside.")
    private List<String> words = List.of();

    @Option(
            names = "--session",
            paramLabel = "NAME",
            description = "Go on with this session instead of beginning one.")
    private Optional<String> existing = Optional.empty();

    @ArgGroup private @Nullable End end;

    /** What becomes of the session; without any of these it is kept if something was written. */
    private static final class End {
        @Option(names = "--discard", description = "Delete what was written afterwards.")
        private boolean discard;

        @Option(
                names = "--keep",
                description = "Keep the session afterwards, also when nothing was written.")
        private boolean keep;

        @Option(
                names = "--checkin",
                paramLabel = "TEXT",
                description = "Check in afterwards, with this message.")
        private Optional<String> message = Optional.empty();
    }

    @Option(
            names = "--accel",
            paramLabel = "HOW",
            defaultValue = "auto",
            description =
                    "How the guest runs: kvm, tcg, or auto for kvm where a guest really gets on "
                            + "with it, which is tried.")
    private String accelerator = "auto";

    @Option(
            names = "--vnc",
            paramLabel = "N",
            description = "Show the screen at VNC display N of this host, which is port 5900 + N.")
    private @Nullable Integer vnc;

    @Option(names = "--no-network", description = "Let the guest reach nothing but this host.")
    private boolean noNetwork;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = SizeWords.class,
            description = "Memory instead of what the definition says, such as 512M or 4G.")
    private @Nullable Long memory;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "Processors instead of what the definition says.")
    private @Nullable Integer cpus;

    @Option(
            names = "--qemu",
            paramLabel = "FILE",
            description = "The program; by default the qemu-system of the machine's architecture.")
    private Optional<Path> qemu = Optional.empty();

    @Option(names = "--dry-run", description = "Print the command and do not run it.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    RunCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        RunMachine.Request request = request();
        RunMachine run = new RunMachine(session.environment());
        if (dryRun) {
            RunMachine.Plan plan = run.plan(request);
            if (!session.record(plan)) {
                plan.notes().forEach(session::warn);
                session.out().println(QemuCommand.line(plan.command()));
            }
            return 0;
        }
        String name;
        int status;
        long written;
        try (RunningMachine machine = run.start(request, session::warn)) {
            machine.notes().forEach(session::warn);
            name = machine.session();
            status = machine.await(session.interruption());
            written = machine.bytesWritten();
        }
        finish(session, name, written, status);
        return 0;
    }

    private void finish(Session session, String name, long written, int status) throws IOException {
        if (status != 0 && !session.interruption().getAsBoolean()) {
            throw new OperationException(
                    Failure.FAILED,
                    "QEMU ended with status %d; the session %s stays".formatted(status, name));
        }
        End chosen = end == null ? new End() : end;
        if (chosen.message.isPresent()) {
            SessionCheckInCommand.checkIn(
                    session,
                    new CheckInSession.Request(
                            name, chosen.message.get(), Optional.empty(), Optional.empty(), false),
                    true);
        } else if (chosen.discard || (written == 0 && !chosen.keep && existing.isEmpty())) {
            new DiscardSession(session.environment()).run(name);
            session.done("nothing is kept of session " + session.style().name(name));
        } else {
            Serving.kept(session, name, written);
        }
    }

    private RunMachine.Request request() {
        if (existing.isEmpty() && words.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "a machine is needed, such as web or web@v1, or --session");
        }
        ServeDisks.What what =
                existing.<ServeDisks.What>map(ServeDisks.What.OldSession::new)
                        .orElseGet(() -> new ServeDisks.What.NewSession(words.getFirst()));
        List<String> more = existing.isPresent() ? words : words.subList(1, words.size());
        return new RunMachine.Request(
                what,
                new RunMachine.Hardware(
                        memory == null ? OptionalLong.empty() : OptionalLong.of(memory),
                        cpus == null ? OptionalInt.empty() : OptionalInt.of(cpus)),
                new RunMachine.Host(
                        qemu,
                        System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                        accelerator(),
                        vnc == null ? OptionalInt.empty() : OptionalInt.of(vnc),
                        !noNetwork),
                more);
    }

    private Optional<Accelerator> accelerator() {
        return switch (accelerator.toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.empty();
            case "kvm" -> Optional.of(Accelerator.KVM);
            case "tcg" -> Optional.of(Accelerator.TCG);
            default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "--accel \"%s\": kvm, tcg or auto is expected".formatted(accelerator));
        };
    }
}
