package io.colama.nbd.client;

import io.colama.testkit.ForeignTool;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of somebody else, on a socket in a directory; ended when closed. */
final class ServerProcess implements Closeable {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Process process;
    private final Path socket;

    private ServerProcess(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** {@code nbdkit} with these arguments. */
    static ServerProcess nbdkit(Path directory, Object... arguments) throws Exception {
        ForeignTool.require("nbdkit");
        Path socket = directory.resolve("nbdkit.sock");
        Path ready = directory.resolve("nbdkit.pid");
        List<Object> command = new ArrayList<>(List.of("nbdkit", "-f", "-P", ready));
        if (!List.of(arguments).contains("-p")) {
            command.addAll(List.of("-U", socket));
        }
        command.addAll(List.of(arguments));
        return start(command, socket, ready);
    }

    /** {@code qemu-nbd} with these arguments. */
    static ServerProcess qemu(Path directory, Object... arguments) throws Exception {
        ForeignTool.require("qemu-nbd");
        Path socket = directory.resolve("qemu.sock");
        Path ready = directory.resolve("qemu.pid");
        List<Object> command = new ArrayList<>(List.of("qemu-nbd", "-t", "--pid-file=" + ready));
        if (!List.of(arguments).contains("-p")) {
            command.addAll(List.of("-k", socket));
        }
        command.addAll(List.of(arguments));
        return start(command, socket, ready);
    }

    private static ServerProcess start(List<Object> command, Path socket, Path ready)
            throws Exception {
        Files.deleteIfExists(ready);
        Path said = ready.resolveSibling(ready.getFileName() + ".log");
        Process process =
                new ProcessBuilder(command.stream().map(Object::toString).toList())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        Instant late = Instant.now().plus(LONGEST);
        while (!Files.exists(ready) || Files.size(ready) == 0) {
            if (!process.isAlive() || Instant.now().isAfter(late)) {
                process.destroyForcibly();
                throw new AssertionError(command + ": " + Files.readString(said));
            }
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        return new ServerProcess(process, socket);
    }

    /** Where its export of this name is. */
    NbdUri uri(String export) throws NbdException {
        return NbdUri.parse("nbd+unix:///%s?socket=%s".formatted(export, socket));
    }

    /** Ends it at once, as if its host had failed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it has ended by itself. */
    boolean hasEnded() throws InterruptedException {
        return process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(socket);
    }
}
