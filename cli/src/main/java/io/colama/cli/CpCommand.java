package io.colama.cli;

import io.colama.operations.CopyFiles;
import io.colama.operations.GuestPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code colama cp}. */
@Command(
        name = "cp",
        description = {
            "Copy files out of a machine or a disk image, directories with all below them.",
            "Modes and times are kept, owners are not; nothing that exists is written over."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama cp web@v1:/etc/nginx ./nginx-of-march",
            "  colama cp disk.vmdk:/srv/report.odt ."
        })
final class CpCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(index = "0", paramLabel = "MACHINE[@REF]:PATH", description = "What to copy.")
    private String path = "";

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "The copy, or an existing directory that gets it.")
    private Path target = Path.of("");

    CpCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        GuestPath from = GuestPath.parse(path);
        CopyFiles.Result result = session.run(task -> colama.verbs().copy(from, target, task));
        if (!session.record(result)) {
            result.warnings().forEach(session::warn);
            session.done(
                    "copied %s, %s to %s"
                            .formatted(
                                    Sizes.count(result.files(), "file"),
                                    Sizes.of(result.bytes()),
                                    Style.harmless(result.target())));
        }
        return 0;
    }
}
