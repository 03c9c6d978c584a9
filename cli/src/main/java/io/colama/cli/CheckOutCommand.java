package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.CheckOut;
import java.io.IOException;
import java.nio.file.Path;
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
                    + "into a FILE. Files appear complete or not at all."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama checkout web work/",
            "  colama checkout web@v1 -o disk.raw",
            "  colama checkout web~1 -o disk.qcow2 --compress",
            "  colama checkout db --disk disk1 -o data.raw"
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
            converter = TargetFormatNames.class,
            completionCandidates = TargetFormatNames.class,
            description =
                    "${COMPLETION-CANDIDATES}; by default what the suffix of FILE says, else raw.")
    private Optional<DiskFormat> format = Optional.empty();

    @Option(names = "--compress", description = "Compress: qcow2, and stream-optimized vmdk.")
    private boolean compress;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    private boolean force;

    CheckOutCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        CheckOut.Request request =
                new CheckOut.Request(revision, directory(), file, disk, format, compress, force);
        CheckOut.Result made =
                session.run(task -> new CheckOut(session.environment()).run(request, task));
        if (!session.record(made)) {
            session.done(line(made, session.style()));
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
