package io.colama.cli;

import io.colama.operations.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The end of the demonstration: the server, in a process of its own, until it is ended. */
final class DemoServer {

    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final int PATIENCE_SECONDS = 30;

    private final Path launcher;

    private DemoServer(Path launcher) {
        this.launcher = launcher;
    }

    /** That of this installation, if the program was started out of one. */
    static Optional<DemoServer> installed() {
        return Optional.ofNullable(System.getProperty("colama.home"))
                .map(home -> Path.of(home, "bin", "colama"))
                .filter(Files::isExecutable)
                .map(DemoServer::new);
    }

    /**
     * Serves until somebody ends it. It says itself where, and who may log in.
     *
     * @return its exit status, 0 when it was ended
     */
    int run(String repository, Interruption interruption) throws IOException {
        Process server =
                new ProcessBuilder(
                                launcher.toString(),
                                "--repo",
                                repository,
                                "serve",
                                "--listen",
                                "localhost:0")
                        .inheritIO()
                        .start();
        while (server.isAlive() && !interruption.await(GLANCE)) {
            // it serves
        }
        if (!server.isAlive()) {
            return server.exitValue();
        }
        server.destroy();
        try {
            return server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    ? 0
                    : Failure.INTERRUPTED.exitStatus();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Failure.INTERRUPTED.exitStatus();
        }
    }
}
