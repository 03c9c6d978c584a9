package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** QEMU's server, which offers the disk of an image as "a disk" until it is closed. */
final class QemuServer implements Closeable {

    private final Process process;
    private final Path socket;
    private final Path ready;

    private QemuServer(Process process, Path socket, Path ready) {
        this.process = process;
        this.socket = socket;
        this.ready = ready;
    }

    /** Starts it beside the image and waits until it listens. */
    static QemuServer start(Path image, String format, List<String> options)
            throws IOException, InterruptedException {
        Path socket = image.resolveSibling(image.getFileName() + ".sock");
        Path ready = image.resolveSibling(image.getFileName() + ".pid");
        List<String> command = new ArrayList<>(List.of("qemu-nbd", "-t", "-r"));
        command.addAll(List.of("--shared=8", "-f", format, "-x", "a disk"));
        command.addAll(List.of("-k", socket.toString(), "--pid-file=" + ready));
        command.addAll(options);
        command.add(image.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        QemuServer server = new QemuServer(process, socket, ready);
        for (int i = 0; i < 1000 && !Files.exists(ready); i++) {
            assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        return server;
    }

    /** The address of its disk. */
    String address() {
        return address("a%20disk");
    }

    /** The address of another export, which it does not have. */
    String address(String export) {
        return "nbd+unix:///%s?socket=%s".formatted(export, socket);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(ready);
        Files.deleteIfExists(socket);
    }
}
