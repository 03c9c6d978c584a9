package io.colama.operations.live;

import io.colama.block.Closing;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Sockets that listen. */
final class Sockets {

    private static final int BACKLOG = 128;

    private Sockets() {}

    /**
     * Binds a socket of the Unix domain; one that a process that is gone left behind is replaced.
     */
    static ServerSocketChannel unix(Path path) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            try {
                var _ = socket.bind(address, BACKLOG);
            } catch (BindException taken) {
                removeStale(path, address, taken);
                var _ = socket.bind(address, BACKLOG);
            }
            var _ =
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString("rw-------"));
            return socket;
        } catch (SocketException failure) {
            Closing.after(failure, socket);
            throw new OperationException(
                    Failure.FAILED,
                    "%s: a socket cannot be made there: %s".formatted(path, failure.getMessage()));
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, socket);
            throw failure;
        }
    }

    private static void removeStale(Path path, SocketAddress address, BindException taken)
            throws IOException {
        if (!Files.exists(path)) {
            throw taken; // something else is wrong with it
        }
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw new OperationException(
                    Failure.CONFLICT, path + ": exists already, and is not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (probe.connect(address)) {
                throw new OperationException(
                        Failure.CONFLICT, path + ": another process listens there already");
            }
        } catch (ConnectException nobody) {
            Files.deleteIfExists(path);
        }
    }

    /** Binds a port. */
    static ServerSocketChannel tcp(String host, int port) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            var _ = socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        } catch (BindException taken) {
            Closing.after(taken, socket);
            throw new OperationException(
                    Failure.CONFLICT,
                    "port %d of %s: %s; choose another with --port"
                            .formatted(port, host, taken.getMessage()));
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, socket);
            throw failure;
        }
    }

    /** The socket that the process was started with as its standard input. */
    static ServerSocketChannel inherited() throws IOException {
        Channel channel = System.inheritedChannel();
        if (channel instanceof ServerSocketChannel socket) {
            return socket;
        }
        throw new OperationException(
                Failure.USAGE,
                "standard input is not a socket that listens: nothing was activated");
    }
}
