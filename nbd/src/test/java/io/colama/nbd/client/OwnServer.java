package io.colama.nbd.client;

import io.colama.nbd.server.Exports;
import io.colama.nbd.server.NbdServer;
import io.colama.nbd.server.TlsPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Our own server, in this process. */
final class OwnServer implements Closeable {

    private final NbdServer server;
    private final String format;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    private OwnServer(Exports exports, TlsPolicy tls, ServerSocketChannel socket, String format) {
        this.server = new NbdServer(exports, tls, 20, problems::add);
        this.format = format;
        server.listen(socket);
    }

    static OwnServer onSocket(Path path, Exports exports) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(path));
        return new OwnServer(
                exports, TlsPolicy.NONE, socket, "nbd+unix:///%s?socket=" + path + "%s");
    }

    static OwnServer onTcp(Exports exports, TlsPolicy tls) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        String scheme = tls.required() ? "nbds" : "nbd";
        int port = socket.socket().getLocalPort();
        return new OwnServer(exports, tls, socket, scheme + "://localhost:" + port + "/%s%s");
    }

    NbdUri uri(String export, String query) throws NbdException {
        return NbdUri.parse(format.formatted(export, query));
    }

    NbdUri uri(String export) throws NbdException {
        return uri(export, "");
    }

    /** What it has reported, which is nothing when all is well. */
    Queue<String> problems() {
        return problems;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
