package io.colama.cli;

import io.colama.operations.ArchiveFiles;
import io.colama.operations.GuestPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama archive}. */
@Command(
        name = "archive",
        description = {
            "Write files of a machine or disk image into a tar archive, with owners, modes, times, attributes "
                    + "and holes.",
            "The same files give the same bytes. SHA256SUMS inside is for 'sha256sum -c' after unpacking."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama archive web@v1:/srv -o srv.tar.zst",
            "  colama archive disk.vmdk:/home -o home.tgz"
        })
final class ArchiveCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            paramLabel = "MACHINE[@REF]:PATH",
            description = "The file, or the directory with all below it.")
    private String path = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description =
                    "The archive; it is compressed as its name ends: .tar, .tar.zst, .tar.gz, .tgz or .tar.xz.")
    private Path output = Path.of("");

    ArchiveCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        GuestPath from = GuestPath.parse(path);
        ArchiveFiles.Result result =
                session.run(task -> colama.verbs().archive(from, output, task));
        if (!session.record(result)) {
            result.warnings().forEach(session::warn);
            session.done(
                    "archived %s, %s, as %s of %s"
                            .formatted(
                                    Sizes.count(result.files(), "file"),
                                    Sizes.of(result.bytes()),
                                    Style.harmless(result.target()),
                                    Sizes.of(result.bytesFile())));
        }
        return 0;
    }
}
