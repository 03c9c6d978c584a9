package io.colama.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * A process that checks in one image after the other until it is killed, and says each revision
 * once it is acknowledged.
 */
final class EndlessCheckIns {

    private EndlessCheckIns() {}

    /** Runs on the repository {@code args[0]} with the images that follow. */
    public static void main(String[] args) throws IOException {
        Environment environment = new Environment(Path.of(args[0]), Clock.systemUTC(), "child");
        List<Path> images = Arrays.stream(args).skip(1).map(Path::of).toList();
        System.out.println("ready");
        for (int i = 0; ; i++) {
            CheckIn.Request request =
                    CheckIn.Request.of("web", List.of(images.get(i % images.size())), "state " + i);
            CheckIn.Result result = new CheckIn(environment).run(request, Task.SILENT);
            System.out.println(result.revision() + " " + result.disks().getFirst().id());
        }
    }
}
