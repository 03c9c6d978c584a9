package io.colama.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A process that checks in an image, checks it out, and checks in what came out. */
final class InAndOut {

    private InAndOut() {}

    /** Works on the repository {@code args[0]}, the image {@code args[1]}, a new folder. */
    public static void main(String[] args) throws IOException {
        Environment environment = new Environment(Path.of(args[0]), Clock.systemUTC(), "child");
        new Init(environment).run();
        Path folder = Path.of(args[2]);
        System.out.println(checkIn(environment, "web", Path.of(args[1])));
        CheckOut.Request out =
                new CheckOut.Request(
                        "web",
                        Optional.of(folder),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false);
        new CheckOut(environment).run(out, Task.SILENT);
        Path file;
        try (var files = java.nio.file.Files.list(folder)) {
            file = files.filter(java.nio.file.Files::isRegularFile).findFirst().orElseThrow();
        }
        System.out.println(checkIn(environment, "again", file));
        System.out.println(file);
    }

    private static String checkIn(Environment environment, String machine, Path image)
            throws IOException {
        CheckIn.Request request = CheckIn.Request.of(machine, List.of(image), "");
        return new CheckIn(environment).run(request, Task.SILENT).disks().getFirst().id();
    }
}
