package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.CheckOut;
import io.colama.operations.CheckOutOverlay;
import io.colama.operations.Export;
import io.colama.operations.Failure;
import io.colama.operations.MachineOutput;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama checkout}. */
@Command(
        name = "checkout",
        description = {
            "Write the disks of a revision.",
            "Into DIR, which becomes a working copy that knows where it comes from, or one disk "
                    + "into a FILE; or the whole machine, with its hardware, in the form of a "
                    + "vendor. Files appear complete or not at all."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama checkout web work/",
            "  colama checkout web@v1 -o disk.raw",
            "  colama checkout web~1 -o disk.qcow2 --compress",
            "  colama checkout db --disk disk1 -o data.raw",
            "  colama checkout web work/ --overlay      # changes alone, over a read-only base",
            "  colama checkout db -o db.ova",
            "  colama checkout db db-for-vmware/ --format vmx --new-identity"
        })
final class CheckOutCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(index = "0", paramLabel = "MACHINE[@REF]", description = "The revision.")
    private String revision = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIR",
            description =
                    "The working copy to make, absent or empty; by default named as the machine.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write one disk to this file instead.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--disk",
            paramLabel = "NAME",
            description = "Which disk goes to FILE, when the machine has several.")
    private Optional<String> disk = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = OutputName.Names.class,
            completionCandidates = OutputName.Names.class,
            description =
                    "A format of disks, or a form of the whole machine: ${COMPLETION-CANDIDATES}; by "
                            + "default what the suffix of FILE says, else raw.")
    private Optional<OutputName> format = Optional.empty();

    @Option(
            names = "--overlay",
            description =
                    "Make a working copy of qcow2 overlays: a check-in from it reads only what was "
                            + "written. The disks below are written beside them, to be read only.")
    private boolean overlay;

    @Option(
            names = "--nbd",
            paramLabel = "URI",
            description =
                    "With --overlay: the disks below are those of 'colama nbd' at this address, such "
                            + "as nbd://localhost, and nothing is written.")
    private Optional<String> nbd = Optional.empty();

    @Option(names = "--new-identity", description = "A whole machine gets a new UUID and new MACs.")
    private boolean newIdentity;

    @Option(
            names = "--ovf-version",
            paramLabel = "VERSION",
            description = "1.1, which nearly every program reads, or 2.0.")
    private String ovfVersion = "1.1";

    @Option(names = "--compress", description = "Compress: qcow2, and stream-optimized vmdk.")
    private boolean compress;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    private boolean force;

    CheckOutCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        if (overlay || nbd.isPresent()) {
            return overlay(colama.session());
        }
        Session session = colama.anywhere();
        Optional<OutputName> output =
                format.or(() -> file.flatMap(name -> OutputName.byEnding(name.toString())));
        Optional<MachineOutput> machine = output.flatMap(OutputName::machine);
        if (machine.isPresent()) {
            return export(session, machine.get());
        }
        Optional<DiskFormat> disks = output.flatMap(OutputName::disks);
        CheckOut.Request request =
                new CheckOut.Request(revision, directory(), file, disk, disks, compress, force);
        CheckOut.Result made = session.run(task -> colama.verbs().checkOut(request, task));
        if (!session.record(made)) {
            session.done(line(made, session.style()));
        }
        return 0;
    }

    private int overlay(Session session) throws IOException {
        if (!overlay || file.isPresent() || format.isPresent() || disk.isPresent()) {
            throw new OperationException(
                    Failure.USAGE,
                    overlay
                            ? "--overlay makes a directory of qcow2 images: -o, --disk and --format do not go with it"
                            : "--nbd goes with --overlay only");
        }
        CheckOutOverlay.Request request =
                new CheckOutOverlay.Request(revision, directory().orElseThrow(), nbd);
        CheckOut.Result made =
                session.run(task -> new CheckOutOverlay(session.environment()).run(request, task));
        if (!session.record(made)) {
            session.done(line(made, session.style()));
        }
        return 0;
    }

    private int export(Session session, MachineOutput output) throws IOException {
        if (!List.of("1.1", "2.0").contains(ovfVersion)) {
            throw new OperationException(
                    Failure.USAGE, "'%s' is not a version of OVF: 1.1, 2.0".formatted(ovfVersion));
        }
        if (output.oneFile() != file.isPresent()) {
            throw new OperationException(
                    Failure.USAGE,
                    output.oneFile()
                            ? "%s is one file: name it with -o".formatted(output.outputName())
                            : "%s is several files: name a directory instead of -o"
                                    .formatted(output.outputName()));
        }
        Path target = file.or(this::directory).orElseThrow();
        boolean second = ovfVersion.equals("2.0");
        Export.Request request =
                new Export.Request(revision, target, output, second, newIdentity, force);
        Export.Result made = session.run(task -> colama.verbs().export(request, task));
        made.warnings().forEach(session::warn);
        if (!session.record(made)) {
            Style style = session.style();
            session.done(
                    "checked out %s to %s as %s: %s, %s of data, %s"
                            .formatted(
                                    style.name(made.machine()) + "@" + style.id(made.revision()),
                                    Style.harmless(target.toString()),
                                    made.output(),
                                    Sizes.of(made.bytesLogical()),
                                    Sizes.of(made.bytesData()),
                                    Sizes.seconds(made.seconds())));
        }
        return 0;
    }

    private Optional<Path> directory() {
        if (file.isPresent() || directory.isPresent()) {
            return directory;
        }
        return Optional.of(Path.of(revision.replaceFirst("[@~].*", "")));
    }

    private String line(CheckOut.Result made, Style style) {
        return "checked out %s to %s: %s, %s of data, %s"
                .formatted(
                        style.name(made.machine()) + "@" + style.id(made.revision()),
                        file.or(this::directory).map(Path::toString).orElse(""),
                        Sizes.of(made.bytesLogical()),
                        Sizes.of(made.bytesData()),
                        Sizes.seconds(made.seconds()));
    }
}
