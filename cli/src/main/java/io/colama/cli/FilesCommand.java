package io.colama.cli;

import io.colama.operations.GuestFiles;
import io.colama.operations.GuestPath;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama files}. */
@Command(
        name = "files",
        description = "List files that are inside a machine or a disk image.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama files web@v1:/etc",
            "  colama files -r disk.vmdk:/srv",
            "  colama files 'web:[disk0p1]:/' --json"
        })
final class FilesCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            paramLabel = "MACHINE[@REF]:PATH",
            description =
                    "The directory or file. A volume of the machine can be named: MACHINE:[VOLUME]:PATH.")
    private String path = "";

    @Option(
            names = {"-r", "--recursive"},
            description = "List all that is below, too.")
    private boolean recursive;

    FilesCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        GuestPath where = GuestPath.parse(path);
        Verbs verbs = colama.verbs();
        // lines go out as they are found: there may be millions
        session.run(task -> {
            verbs.files(where, recursive, task, file -> print(file, session));
            return true;
        });
        return 0;
    }

    private static void print(GuestFiles.Listed file, Session session) {
        if (session.record(file)) {
            return;
        }
        String target = file.target().isEmpty() ? "" : " -> " + Style.harmless(file.target());
        session.out()
                .println(
                        "%s%s %5d %5d %10s  %s  %s%s"
                                .formatted(
                                        letter(file.kind()),
                                        permissions(file.mode()),
                                        file.uid(),
                                        file.gid(),
                                        file.kind().equals("file") ? Sizes.of(file.bytes()) : "-",
                                        file.modified().isEmpty()
                                                ? " ".repeat(16)
                                                : LocalTime.of(file.modified()),
                                        name(file, session),
                                        target));
    }

    private static String name(GuestFiles.Listed file, Session session) {
        String shown = Style.harmless(file.path());
        return file.kind().equals("directory") ? session.style().strong(shown) : shown;
    }

    private static String letter(String kind) {
        return switch (kind) {
            case "file" -> "-";
            case "directory" -> "d";
            case "symlink" -> "l";
            case "character-device" -> "c";
            case "block-device" -> "b";
            case "fifo" -> "p";
            case "socket" -> "s";
            default -> "?";
        };
    }

    private static String permissions(String octal) {
        int mode = Integer.parseInt(octal, 8);
        StringBuilder text = new StringBuilder();
        for (int shift = 6; shift >= 0; shift -= 3) {
            int three = mode >> shift & 7;
            text.append((three & 4) == 0 ? '-' : 'r').append((three & 2) == 0 ? '-' : 'w');
            boolean special = (mode >> (9 + shift / 3) & 1) != 0;
            char set = shift == 0 ? 't' : 's';
            char plain = (three & 1) == 0 ? '-' : 'x';
            text.append(special ? (plain == 'x' ? set : Character.toUpperCase(set)) : plain);
        }
        return text.toString();
    }
}
