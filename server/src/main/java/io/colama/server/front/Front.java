package io.colama.server.front;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a server is reached.
 *
 * @param publicUrl where people and programs find it, without a path; empty when that is not said
 * @param proxies those that are believed
 * @param forwarding how they tell whom they speak for
 * @param limits how much may be asked
 */
public record Front(
        Optional<URI> publicUrl, List<Network> proxies, Forwarding forwarding, Limits limits) {

    /** A server that is reached as it listens. */
    public static final Front PLAIN =
            new Front(Optional.empty(), List.of(), Forwarding.X_FORWARDED, Limits.USUAL);

    /**
     * The headers of proxies. Only one family is believed: a proxy that sets one passes on what a
     * client has written in the other.
     */
    public enum Forwarding {
        /** {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}. */
        X_FORWARDED,
        /** {@code Forwarded}, of RFC 7239. */
        FORWARDED
    }

    /** Where the one who asks finds this server, without a path. */
    public String address(HttpServletRequest request) {
        return publicUrl
                .map(URI::toString)
                .orElseGet(() -> {
                    int port = request.getServerPort();
                    boolean usual = port == (request.isSecure() ? 443 : 80);
                    return "%s://%s%s"
                            .formatted(
                                    request.getScheme(),
                                    request.getServerName(),
                                    usual ? "" : ":" + port);
                });
    }

    /** Whether a connection from an address is one of a trusted proxy. */
    boolean trusts(String address) {
        return proxies.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether browsers reach it by HTTPS, whoever ends that. */
    public boolean isPublicByTls() {
        return publicUrl.filter(url -> url.getScheme().equals("https")).isPresent();
    }

    /** What the header {@code Host} may be; everything when it is empty. */
    Set<String> hosts() {
        if (publicUrl.isEmpty()) {
            return Set.of();
        }
        URI url = publicUrl.get();
        String host = url.getHost().toLowerCase(Locale.ROOT);
        int usual = isPublicByTls() ? 443 : 80;
        int port = url.getPort() < 0 ? usual : url.getPort();
        return port == usual ? Set.of(host, host + ":" + port) : Set.of(host + ":" + port);
    }
}
