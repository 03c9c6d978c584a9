package io.colama.cli;

import io.colama.operations.GuestPath;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code colama cat}. */
@Command(
        name = "cat",
        description = "Print files that are inside a machine or a disk image.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama cat web@v1:/etc/os-release",
            "  colama cat disk.vmdk:/etc/fstab",
            "  colama cat 'desk:C:\\Windows\\win.ini'",
            "  colama cat 'web:[lvm:vg/data]:/notes.txt'"
        })
final class CatCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            paramLabel = "MACHINE[@REF]:PATH",
            arity = "1..*",
            description = "The files. A volume of the machine can be named: MACHINE:[VOLUME]:PATH.")
    private List<String> paths = List.of();

    CatCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        Verbs verbs = colama.verbs();
        for (String each : paths) {
            GuestPath path = GuestPath.parse(each);
            session.out().flush();
            session.run(task -> {
                verbs.read(path, task, session.bytes());
                return true;
            });
            session.bytes().flush();
        }
        return 0;
    }
}
