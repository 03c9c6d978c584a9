package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.Convert;
import io.colama.operations.SourceName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama convert}. */
@Command(
        name = "convert",
        description = {
            "Write a disk image as an image of another format. Needs no repository.",
            "The file appears complete and synced, or not at all; zeros take no space in it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama convert disk.vmdk disk.qcow2",
            "  colama convert disk.raw disk.vmdk --compress     # stream-optimized",
            "  colama convert disk.vhdx disk.vhd --fixed",
            "  colama convert overlay.qcow2 whole.raw --allow-backing",
            "  colama convert nbd://backup.example/vda vda.qcow2"
        })
final class ConvertCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description =
                    "The image, a block device, or a disk on a server: nbd://HOST[:PORT]/EXPORT, "
                            + "nbds:// or nbd+unix:///EXPORT?socket=PATH, which is raw unless "
                            + "--from tells.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
    private Path target = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            converter = FormatNames.class,
            completionCandidates = FormatNames.class,
            description = "The format of IN, if it is not to be found out.")
    private Optional<DiskFormat> sourceFormat = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = TargetFormatNames.class,
            completionCandidates = TargetFormatNames.class,
            description =
                    "${COMPLETION-CANDIDATES}; by default what the suffix of OUT says, else raw.")
    private Optional<DiskFormat> targetFormat = Optional.empty();

    @Option(
            names = "--snapshot",
            paramLabel = "NAME",
            description = "A state kept inside IN, instead of its present one.")
    private Optional<String> snapshot = Optional.empty();

    @Option(names = "--compress", description = "Compress: qcow2, and stream-optimized vmdk.")
    private boolean compress;

    @Option(names = "--fixed", description = "Give every byte a place in the file: vhd.")
    private boolean fixed;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    private boolean force;

    @Option(names = "--allow-backing", description = "Open the files below IN that it names.")
    private boolean allowBacking;

    @Option(
            names = "--import-root",
            paramLabel = "DIR",
            description = "The only directory in which they may lie; by default that of IN.")
    private Optional<Path> importRoot = Optional.empty();

    ConvertCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        Convert.Request request =
                new Convert.Request(
                        SourceName.parse(source),
                        target,
                        sourceFormat,
                        targetFormat,
                        snapshot,
                        compress,
                        fixed,
                        force,
                        allowBacking,
                        importRoot);
        Convert.Result made =
                session.run(task -> new Convert(session.environment().clock()).run(request, task));
        made.warnings().forEach(session::warn);
        if (!session.record(made)) {
            session.done(
                    "converted %s (%s) to %s (%s): %s, %s of data, file of %s, %s"
                            .formatted(
                                    Style.harmless(made.source()),
                                    made.sourceFormat(),
                                    Style.harmless(made.target()),
                                    made.targetFormat(),
                                    Sizes.of(made.bytesLogical()),
                                    Sizes.of(made.bytesData()),
                                    Sizes.of(made.bytesFile()),
                                    Sizes.seconds(made.seconds())));
        }
        return 0;
    }
}
