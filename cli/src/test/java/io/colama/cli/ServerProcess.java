package io.colama.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The program, serving at a socket in a process of its own. */
final class ServerProcess implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path socket;

    private ServerProcess(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** The program with these words, in a process of its own. */
    static ProcessBuilder program(CommandLineFixture line, String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "--repo",
                                line.repository().toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Starts it and waits until it listens. */
    static ServerProcess start(CommandLineFixture line, String... words) throws IOException {
        Path socket = line.path("s");
        Files.deleteIfExists(socket);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--socket", socket.toString()));
        Path log = line.path("server.log");
        Process process =
                program(line, all.toArray(String[]::new))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        long begin = System.nanoTime();
        while (!Files.exists(socket)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new AssertionError("it does not listen: " + Files.readString(log));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return new ServerProcess(process, socket);
    }

    /** The address of an export. */
    String uri(String export) {
        return "nbd+unix:///%s?socket=%s".formatted(export, socket);
    }

    /** Ends it without any warning. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end");
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
