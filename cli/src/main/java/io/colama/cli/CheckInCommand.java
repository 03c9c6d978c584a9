package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.CheckIn;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.SourceFiles;
import io.colama.operations.SourceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama checkin}. */
@Command(
        name = "checkin",
        description = {
            "Make disk images, a machine's files, or a changed working copy the next revision of a "
                    + "machine.",
            "The first check-in makes the machine. Without SOURCE, the working copy in the current "
                    + "directory is checked in; a single DIR is a working copy, which knows its "
                    + "machine. Nothing is visible before everything is stored."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama checkin web disk.qcow2 -m \"as installed\" --tag v1",
            "  colama checkin db system.raw data.raw --definition db.xml -m \"two disks\"",
            "  colama checkin web machine.ova -m \"from the old cluster\"",
            "  colama checkin web machine.vbox --with-snapshots",
            "  colama checkin web overlay.qcow2 --allow-backing -m patched",
            "  colama checkin web nbd://backup.example/vda",
            "  colama checkin web 'nbd+unix:///vda?socket=/run/backup.sock' "
                    + "--dirty-bitmap since-v1 --base web@v1",
            "  colama checkin -m patched          # inside a working copy",
            "  colama checkin work/ -m patched    # from beside it"
        })
final class CheckInCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..*",
            paramLabel = "[MACHINE] [SOURCE...]",
            hideParamSyntax = true,
            description =
                    "The machine, then a disk image or device for each of its disks; or one "
                            + "definition (.ovf, .vmx, .vbox, libvirt's .xml, Proxmox' .conf, xl's "
                            + ".cfg), package (.ova, .box), folder with one of these, or working "
                            + "copy. A disk may also be on a server: nbd://HOST[:PORT]/EXPORT, "
                            + "nbds:// for TLS (with ?tls-certificates=DIR), or "
                            + "nbd+unix:///EXPORT?socket=PATH; it is raw unless --format tells.")
    private List<String> words = List.of();

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why.")
    private String message = "";

    @Option(names = "--tag", paramLabel = "NAME", description = "A name for the revision.")
    private Optional<String> tag = Optional.empty();

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who; by default COLAMA_AUTHOR, else your user name.")
    private Optional<String> author = Optional.empty();

    @Option(
            names = "--definition",
            paramLabel = "FILE",
            description = "The machine's hardware definition, kept as it is.")
    private Optional<Path> definition = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatNames.class,
            completionCandidates = FormatNames.class,
            description =
                    "The format of the images, if it is not to be found out: ${COMPLETION-CANDIDATES}.")
    private Optional<DiskFormat> format = Optional.empty();

    @Option(
            names = "--snapshot",
            paramLabel = "NAME",
            description = "A state kept inside the image, instead of its present one.")
    private Optional<String> snapshot = Optional.empty();

    @Option(
            names = "--with-snapshots",
            description = "Make revisions of the states that the image or definition keeps, too.")
    private boolean withSnapshots;

    @Option(
            names = "--pick",
            paramLabel = "NAME",
            description = "Which machine, when a definition has several.")
    private Optional<String> pick = Optional.empty();

    @Option(names = "--allow-backing", description = "Open the backing files that an image names.")
    private boolean allowBacking;

    @Option(
            names = "--import-root",
            paramLabel = "DIR",
            description =
                    "The only directory in which backing files may lie; by default that of the "
                            + "image.")
    private Optional<Path> importRoot = Optional.empty();

    @Option(
            names = "--dirty-bitmap",
            paramLabel = "NAME",
            description =
                    "Read only what this bitmap of QEMU marks as changed since --base; servers of "
                            + "all disks have to offer it.")
    private Optional<String> bitmap = Optional.empty();

    @Option(
            names = "--base",
            paramLabel = "REVISION",
            description =
                    "What the disks were when the bitmap began. If they were something else, the "
                            + "revision is wrong.")
    private Optional<String> base = Optional.empty();

    @Option(
            names = "--no-inspect",
            description = "Do not look into the machine now; 'colama inspect' does it later.")
    private boolean noInspect;

    CheckInCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        if (colama.isRemote()) {
            return send();
        }
        Session session = colama.session();
        CheckIn.Request request = request();
        CheckIn.Result made =
                session.run(task -> new CheckIn(session.environment()).run(request, task));
        made.warnings().forEach(session::warn);
        if (!session.record(made)) {
            session.done(line(made, session.style()));
        }
        if (!noInspect) {
            Inspecting.newRevision(session, made.revision());
        }
        return 0;
    }

    private int send() throws IOException {
        Session session = colama.anywhere();
        ServerTransfers server = new ServerTransfers(colama.client(), session.interruption());
        CheckIn.Request request = request();
        ServerTasks.Done made = session.run(task -> server.checkIn(request, task));
        made.warnings().forEach(session::warn);
        if (!session.record(made)) {
            session.done(
                    "checked in %s@%s"
                            .formatted(
                                    session.style().name(made.machine()),
                                    session.style().id(made.revision())));
        }
        return 0;
    }

    private CheckIn.Request request() throws IOException {
        boolean placeOnly = words.size() == 1 && isPlace(words.getFirst());
        Optional<String> machine = placeOnly ? Optional.empty() : words.stream().findFirst();
        List<SourceName> sources = new ArrayList<>();
        for (String word : words.subList(placeOnly ? 0 : Math.min(1, words.size()), words.size())) {
            sources.add(SourceName.parse(word));
        }
        if (sources.isEmpty()) {
            sources.add(SourceName.parse("."));
        }
        return new CheckIn.Request(
                machine,
                sources,
                definition,
                message,
                tag,
                author,
                format,
                snapshot,
                withSnapshots,
                pick,
                allowBacking,
                importRoot,
                since(),
                SourceFiles.PLAIN);
    }

    private Optional<CheckIn.Request.Since> since() throws OperationException {
        if (bitmap.isPresent() != base.isPresent()) {
            throw new OperationException(
                    Failure.USAGE, "--dirty-bitmap and --base belong together");
        }
        return bitmap.map(name -> new CheckIn.Request.Since(name, base.orElseThrow()));
    }

    /** Whether one lone word is a place rather than the name of a machine. */
    private static boolean isPlace(String word) {
        return word.contains("/") || word.equals(".") || Files.isDirectory(Path.of(word));
    }

    private String line(CheckIn.Result made, Style style) {
        return "checked in %s: %s in %s, %s read, %s new, %s added to the repository, %s"
                .formatted(
                        style.name(made.machine())
                                + "@"
                                + style.id(made.revision())
                                + tag.map(name -> " (" + style.name(name) + ")").orElse(""),
                        Sizes.of(made.bytesLogical()),
                        Sizes.count(made.disks().size(), "disk"),
                        Sizes.of(made.bytesAllocated()),
                        Sizes.of(made.bytesNew()),
                        Sizes.of(made.bytesStored()),
                        Sizes.seconds(made.seconds()));
    }
}
