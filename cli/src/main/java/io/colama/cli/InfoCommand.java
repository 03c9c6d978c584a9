package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.ImageInfo;
import io.colama.operations.MachineInfo;
import io.colama.operations.SourceName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama info}. */
@Command(
        name = "info",
        description = {
            "Tell what a disk image is: format, size, what it makes use of, what is below it; or what "
                    + "machine a definition, package, box or folder holds.",
            "Reads headers and tables only, of a package all of it for its checksums; needs no "
                    + "repository."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama info disk.vmdk",
            "  colama info machine.ova",
            "  colama info snapshot.avhdx --json",
            "  colama info nbd://backup.example/vda"
        })
final class InfoCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            paramLabel = "SOURCE",
            description =
                    "The image, block device, definition, package or folder; or a disk on a server: "
                            + "nbd://HOST[:PORT]/EXPORT, nbds:// or nbd+unix:///EXPORT?socket=PATH, "
                            + "which is raw unless --format tells.")
    private String word = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatNames.class,
            completionCandidates = FormatNames.class,
            description = "The format, if it is not to be found out.")
    private Optional<DiskFormat> format = Optional.empty();

    InfoCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        SourceName source = SourceName.parse(word);
        if (format.isEmpty() && source instanceof SourceName.InFiles(Path file)) {
            Optional<MachineInfo.Result> machines =
                    session.run(task -> new MachineInfo().run(file, task));
            if (machines.isPresent()) {
                if (!session.record(machines.get())) {
                    print(machines.get(), session);
                }
                return 0;
            }
        }
        ImageInfo.Result found = new ImageInfo().run(new ImageInfo.Request(source, format));
        if (session.record(found)) {
            return 0;
        }
        Table table = new Table("ll");
        table.row("file", Style.harmless(found.file()));
        table.row("format", found.format());
        table.row("size", exact(found.bytesLogical()));
        table.row("allocated", exact(found.bytesAllocated()));
        for (String feature : found.features()) {
            table.row("feature", Style.harmless(feature));
        }
        if (!found.parent().isEmpty()) {
            table.row("parent", Style.harmless(found.parent()));
        }
        if (!found.identity().isEmpty()) {
            table.row("identity", Style.harmless(found.identity()));
        }
        for (ImageInfo.Result.Snapshot snapshot : found.snapshots()) {
            table.row(
                    "snapshot",
                    "%s  %s  %s  %s"
                            .formatted(
                                    Style.harmless(snapshot.id()),
                                    Style.harmless(snapshot.name()),
                                    LocalTime.of(snapshot.created()),
                                    Sizes.of(snapshot.bytesLogical())));
        }
        found.files().stream().skip(1).forEach(part -> table.row("part", Style.harmless(part)));
        table.lines().forEach(session.out()::println);
        found.warnings().forEach(session::warn);
        return 0;
    }

    private static void print(MachineInfo.Result found, Session session) {
        Table table = new Table("ll");
        table.row("file", Style.harmless(found.file()));
        table.row("format", found.format());
        table.row("definition", Style.harmless(found.definition()));
        for (MachineInfo.Result.Machine machine : found.machines()) {
            table.row("machine", Style.harmless(machine.name()));
            table.row(
                    "hardware",
                    "%s, %s of memory, %s"
                            .formatted(
                                    Sizes.count(machine.processors(), "processor"),
                                    Sizes.of(machine.memoryBytes()),
                                    Style.harmless(machine.firmware())));
            if (!machine.os().isEmpty()) {
                table.row("system", Style.harmless(machine.os()));
            }
            for (MachineInfo.Result.Disk disk : machine.disks()) {
                String size = disk.bytesLogical() > 0 ? "  " + Sizes.of(disk.bytesLogical()) : "";
                table.row("disk", disk.bus() + "  " + Style.harmless(disk.file()) + size);
            }
            machine.networks().forEach(card -> table.row("network", Style.harmless(card)));
        }
        found.snapshots().forEach(name -> table.row("snapshot", Style.harmless(name)));
        table.lines().forEach(session.out()::println);
        found.warnings().forEach(session::warn);
    }

    private static String exact(long bytes) {
        return "%s (%d bytes)".formatted(Sizes.of(bytes), bytes);
    }
}
