package io.colama.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
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
    private final Path log;

    private ServerProcess(Process process, Path socket, Path log) {
        this.process = process;
        this.socket = socket;
        this.log = log;
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

    /** Starts it and waits until it listens, also where one that was killed did before. */
    static ServerProcess start(CommandLineFixture line, String... words) throws IOException {
        Path socket = line.path("s");
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--socket", socket.toString()));
        return start(program(line, all.toArray(String[]::new)), socket, line.path("server.log"));
    }

    /** Starts a program and waits until it listens at this socket. */
    static ServerProcess start(ProcessBuilder program, Path socket, Path log) throws IOException {
        Process process =
                program.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        long begin = System.nanoTime();
        while (!listens(socket)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new AssertionError("it does not listen: " + Files.readString(log));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return new ServerProcess(process, socket, log);
    }

    /** Whether somebody listens: a socket has its name a moment before. */
    static boolean listens(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return client.connect(UnixDomainSocketAddress.of(socket));
        } catch (SocketException nobody) {
            return false;
        }
    }

    /** Whether it has not ended. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** What it and the ones before it have printed. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** The address of an export. */
    String uri(String export) {
        return uri(socket, export);
    }

    /** The address of an export at a socket. */
    static String uri(Path socket, String export) {
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
