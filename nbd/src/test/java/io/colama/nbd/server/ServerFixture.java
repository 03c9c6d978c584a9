package io.colama.nbd.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A server that listens, and what it complained of. */
final class ServerFixture implements Closeable {

    static final int CLIENTS = 5000;

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final NbdServer server;
    private final SocketAddress address;
    private final Path directory;

    private ServerFixture(Exports exports, TlsPolicy tls, Duration tick, boolean tcp)
            throws IOException {
        server = new NbdServer(exports, tls, CLIENTS, problems::add, tick);
        directory = Files.createTempDirectory("nbd");
        ServerSocketChannel socket;
        if (tcp) {
            socket =
                    ServerSocketChannel.open()
                            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } else {
            socket =
                    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                            .bind(UnixDomainSocketAddress.of(directory.resolve("s")), 1024);
        }
        address = socket.getLocalAddress();
        server.listen(socket);
    }

    static ServerFixture of(Exports exports) throws IOException {
        return new ServerFixture(exports, TlsPolicy.NONE, Duration.ofMinutes(5), false);
    }

    static ServerFixture of(Exports exports, Duration tick) throws IOException {
        return new ServerFixture(exports, TlsPolicy.NONE, tick, false);
    }

    static ServerFixture of(Exports exports, TlsPolicy tls, Duration tick) throws IOException {
        return new ServerFixture(exports, tls, tick, true);
    }

    SocketAddress address() {
        return address;
    }

    RawClient connect() throws IOException {
        return RawClient.of(SocketChannel.open(address));
    }

    /** What the server has complained of so far. */
    List<String> problems() {
        return problems;
    }

    /** What the server has complained of, as soon as that is so much. */
    List<String> problems(int count) {
        for (int i = 0; i < 1000 && problems.size() < count; i++) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return problems;
    }

    NbdServer server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
        Files.deleteIfExists(directory);
    }
}
