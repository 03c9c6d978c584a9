package io.colama.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * Two directions of bytes.
 *
 * @param in from the other end
 * @param out to the other end; a gathering channel writes several buffers at once
 * @param socket what lies below, where TLS can be put on top of it
 * @param ending ends both directions
 */
public record Transport(
        ReadableByteChannel in, WritableByteChannel out, Optional<Socket> socket, Closeable ending)
        implements Closeable {

    /** A connected socket, of TCP or of the Unix domain. */
    public static Transport of(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof UnixDomainSocketAddress) {
            return new Transport(channel, channel, Optional.empty(), channel);
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Transport(channel, channel, Optional.of(channel.socket()), channel);
    }

    /** A socket with TLS, whose handshake is over. */
    public static Transport of(SSLSocket socket) throws IOException {
        return new Transport(
                Channels.newChannel(socket.getInputStream()),
                Channels.newChannel(socket.getOutputStream()),
                Optional.empty(),
                socket);
    }

    /** Ends the direction in, where that is possible by itself; otherwise both. */
    void stopReading() throws IOException {
        if (in instanceof SocketChannel channel) {
            try {
                channel.shutdownInput();
            } catch (ClosedChannelException ended) {
                // it has ended by itself in the meantime
            }
        } else {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        ending.close();
    }
}
