package io.colama.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** A process that checks in some images one after the other and says what became of each. */
final class SomeCheckIns {

    private SomeCheckIns() {}

    /** Checks in to the machine {@code args[1]} of the repository {@code args[0]}. */
    public static void main(String[] args) throws IOException {
        Environment environment = new Environment(Path.of(args[0]), Clock.systemUTC(), "child");
        for (Path image : Arrays.stream(args).skip(2).map(Path::of).toList()) {
            CheckIn.Request request = CheckIn.Request.of(args[1], List.of(image), image.toString());
            try {
                CheckIn.Result result = new CheckIn(environment).run(request, Task.SILENT);
                System.out.println(result.revision() + " " + result.disks().getFirst().id());
            } catch (IOException e) {
                System.out.println(Failure.of(e) + " " + e.getMessage());
            }
        }
    }
}
