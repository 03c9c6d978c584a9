package io.colama.cli;

import io.colama.testkit.ForeignTool;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** {@code qemu-io} with an open disk, told one thing after the other. */
final class QemuIo implements Closeable {

    private static final String PROMPT = "qemu-io> ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final OutputStream to;
    private final InputStream from;
    private final StringBuilder said = new StringBuilder();
    private int told;

    private QemuIo(Process process) {
        this.process = process;
        this.to = process.getOutputStream();
        this.from = process.getInputStream();
    }

    /** A client that waits for a server that is gone. */
    static QemuIo reconnecting(Path socket, String export) throws IOException {
        ForeignTool tool = ForeignTool.require("qemu-io");
        String image =
                "driver=nbd,server.type=unix,server.path=%s,export=%s,reconnect-delay=60"
                        .formatted(socket, export);
        String lines =
                ForeignTool.require("stdbuf").toString(); // else it says nothing until its end
        return new QemuIo(
                new ProcessBuilder(lines, "-oL", tool.toString(), "--image-opts", image)
                        .redirectErrorStream(true)
                        .start());
    }

    /**
     * Tells it to do something, when what it was told before is done; it may still be doing it when
     * this returns.
     */
    void say(String command) throws IOException {
        awaitDone(); // two lines at once would leave it with one that it does not notice
        send(command);
    }

    private void send(String command) throws IOException {
        to.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        told++;
    }

    /** Waits until all that it was told is done. */
    void awaitDone() throws IOException {
        while (said.toString().split(PROMPT, -1).length - 1 <= told) {
            if (!hear()) {
                throw new AssertionError("it has ended: " + said);
            }
        }
    }

    /** Ends it. Answers all that it has said. */
    String end() throws IOException {
        say("quit");
        while (hear()) {
            // all that it says
        }
        return said.toString();
    }

    private boolean hear() throws IOException {
        long begin = System.nanoTime();
        while (from.available() == 0 && process.isAlive()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new AssertionError("it says nothing more: " + said);
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        int next = from.read();
        if (next >= 0) {
            said.append((char) next);
        }
        return next >= 0;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
