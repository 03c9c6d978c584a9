package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.ImageInfo;
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
            "Tell what a disk image is: format, size, what it makes use of, what is below it.",
            "Reads headers and tables only; needs no repository."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  colama info disk.vmdk", "  colama info snapshot.avhdx --json"})
final class InfoCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(paramLabel = "FILE", description = "The image, or a block device.")
    private Path file = Path.of("");

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
        ImageInfo.Result found = new ImageInfo().run(new ImageInfo.Request(file, format));
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

    private static String exact(long bytes) {
        return "%s (%d bytes)".formatted(Sizes.of(bytes), bytes);
    }
}
