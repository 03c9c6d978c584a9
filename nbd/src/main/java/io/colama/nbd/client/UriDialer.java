package io.colama.nbd.client;

import io.colama.block.Closing;
import io.colama.nbd.Transport;
import io.colama.nbd.Wire;
import io.colama.nbd.tls.PemDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Makes connections to where an address says. */
final class UriDialer implements Dialer {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final NbdUri uri;
    private final NbdOptions options;
    private final Optional<SSLContext> certificates;

    private UriDialer(NbdUri uri, NbdOptions options, Optional<SSLContext> certificates) {
        this.uri = uri;
        this.options = options;
        this.certificates = certificates;
    }

    /** Reads certificates where they are needed. */
    static UriDialer open(NbdUri uri, NbdOptions options) throws IOException {
        return new UriDialer(
                uri,
                options,
                uri.tls().isPresent()
                        ? Optional.of(certificates(uri.tls().get(), options))
                        : Optional.empty());
    }

    private static SSLContext certificates(NbdUri.Tls tls, NbdOptions options) throws IOException {
        if (options.tls().isPresent()) {
            return options.tls().get();
        }
        if (tls.certificates().isPresent()) {
            return new PemDirectory(tls.certificates().get()).client();
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new NbdException.Refused("the system has no certificates to trust", e);
        }
    }

    @Override
    public Wire connect() throws IOException {
        return switch (uri.place()) {
            case NbdUri.Tcp tcp -> overTcp(tcp);
            case NbdUri.Unix unix -> {
                try {
                    yield new Wire(
                            Transport.of(
                                    SocketChannel.open(UnixDomainSocketAddress.of(unix.socket()))));
                } catch (IOException | IllegalArgumentException failure) {
                    throw unreachable(failure);
                }
            }
        };
    }

    /** Tries all addresses of a host. */
    private Wire overTcp(NbdUri.Tcp tcp) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(tcp.host());
        } catch (UnknownHostException e) {
            throw new NbdException.Unreachable(
                    "%s: there is no host of this name".formatted(tcp), e);
        }
        IOException last = new UnknownHostException(tcp.host());
        for (InetAddress address : addresses) {
            try {
                return new Wire(overTcp(new InetSocketAddress(address, tcp.port())));
            } catch (IOException failure) {
                last = failure;
            }
        }
        throw unreachable(last);
    }

    private Transport overTcp(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            long millis = Math.min(options.patience().toMillis(), Integer.MAX_VALUE);
            channel.socket().connect(address, (int) Math.max(1, millis));
            return Transport.of(channel);
        } catch (IOException failure) {
            Closing.after(failure, channel);
            throw failure;
        }
    }

    private NbdException unreachable(Exception failure) {
        return new NbdException.Unreachable(
                "%s: nobody answers: %s".formatted(uri.place(), failure.getMessage()), failure);
    }

    @Override
    public Agreement negotiate(Wire wire) throws IOException {
        Optional<Negotiation.Encryption> encryption =
                uri.tls().isPresent() ? Optional.of(this::encrypt) : Optional.empty();
        return new Negotiation(wire, uri.export(), options.context(), encryption).run();
    }

    private void encrypt(Wire wire) throws IOException {
        Transport plain = wire.transport();
        Socket below = plain.socket().orElseThrow();
        NbdUri.Tls wanted = uri.tls().orElseThrow();
        SSLSocket secure =
                (SSLSocket)
                        certificates
                                .orElseThrow()
                                .getSocketFactory()
                                .createSocket(below, wanted.hostName(), below.getPort(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the rules of [RFC 2818, 3.1]
        parameters.setProtocols(PROTOCOLS);
        secure.setSSLParameters(parameters);
        try {
            secure.startHandshake();
        } catch (SSLException failure) {
            throw new NbdException.Refused(
                    "TLS with %s: %s"
                            .formatted(
                                    uri.place(),
                                    ServerText.of(String.valueOf(failure.getMessage()))),
                    failure);
        }
        Transport over = Transport.of(secure);
        // ended from below, as a farewell of TLS could wait for a server that takes nothing
        wire.continueOver(new Transport(over.in(), over.out(), Optional.empty(), plain));
    }
}
