package io.colama.cli.remote;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** The address of a server, as it is kept and compared. */
public final class ServerAddress {

    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "[::1]");

    private ServerAddress() {}

    /**
     * An address as somebody types it; without a scheme it is HTTPS.
     *
     * @throws OperationException when it is none, or when others could read what is sent there
     */
    public static URI parse(String text) throws OperationException {
        String whole = text.contains("://") ? text : "https://" + text;
        URI url;
        try {
            url = URI.create(whole);
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        String path = url.getPath() == null ? "" : url.getPath();
        if (url.getHost() == null
                || url.getUserInfo() != null
                || url.getQuery() != null
                || url.getFragment() != null
                || !(path.isEmpty() || path.equals("/"))
                || !Set.of("http", "https").contains(url.getScheme())) {
            throw wrong(text);
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        if (url.getScheme().equals("http") && !THIS_HOST.contains(host)) {
            throw new OperationException(
                    Failure.REFUSED,
                    "%s: everybody on the way could read the token; use https://".formatted(text));
        }
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return URI.create("%s://%s%s".formatted(url.getScheme(), host, port));
    }

    private static OperationException wrong(String text) {
        return new OperationException(
                Failure.USAGE,
                "\"%s\" is no address of a server, such as https://colama.example.org"
                        .formatted(text));
    }
}
