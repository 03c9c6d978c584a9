package io.colama.nbd.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a disk is: a server and the name of an export. Source: [NetworkBlockDevice/nbd,
 * doc/uri.md]; {@code tls-certificates} is libnbd's.
 *
 * @param text as the user wrote it
 * @param place how to reach the server
 * @param export the name of the export; empty for the server's only or preferred one
 * @param tls what is wanted of TLS; empty for a connection without it
 */
public record NbdUri(String text, Place place, String export, Optional<Tls> tls) {

    /** The port when none is named, as registered with IANA. */
    public static final int PORT = 10809;

    private static final int MOST_CHARACTERS = 8192;
    private static final int MOST_EXPORT_BYTES = 4096;
    private static final int MOST_PORT = 65535;
    private static final String CERTIFICATES = "tls-certificates";
    private static final String HOST_NAME = "tls-hostname";
    private static final String VERIFY = "tls-verify-peer";
    private static final String TYPE = "tls-type";
    private static final String SOCKET = "socket";
    private static final Set<String> KNOWN = Set.of(SOCKET, CERTIFICATES, HOST_NAME, VERIFY, TYPE);

    /** How to reach a server. */
    public sealed interface Place {}

    /**
     * By TCP.
     *
     * @param host a name, or an address without brackets
     */
    public record Tcp(String host, int port) implements Place {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** By a socket in the file system. */
    public record Unix(Path socket) implements Place {
        @Override
        public String toString() {
            return socket.toString();
        }
    }

    /**
     * What is wanted of TLS.
     *
     * @param certificates the directory with the certificates; empty for what the system trusts
     * @param hostName the name that the server's certificate must have
     */
    public record Tls(Optional<Path> certificates, String hostName) {}

    /** Whether a text is meant to be such an address, rather than the name of a file. */
    public static boolean isOne(String text) {
        int colon = text.indexOf(':');
        return colon > 0
                && Set.of("nbd", "nbds", "nbd+unix", "nbds+unix", "nbd+vsock", "nbds+vsock")
                        .contains(text.substring(0, colon).toLowerCase(Locale.ROOT))
                && text.startsWith("/", colon + 1);
    }

    /** The name of an export as it stands behind the slash of an address. */
    public static String path(String export) {
        try {
            return new URI(null, null, "/" + export, null).getRawPath().substring(1);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a name that is no path: " + export, impossible);
        }
    }

    /** Parses; what it cannot make sense of it refuses. */
    public static NbdUri parse(String text) throws NbdException.BadUri {
        if (text.length() > MOST_CHARACTERS) {
            throw new NbdException.BadUri(
                    "an address of %d characters, at most %d are taken"
                            .formatted(text.length(), MOST_CHARACTERS));
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw bad(text, ServerText.of(e.getReason()) + " at character " + (e.getIndex() + 1));
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean encrypted = scheme.startsWith("nbds");
        if (uri.getRawFragment() != null) {
            throw bad(text, "what follows # has no meaning");
        }
        Map<String, String> query = query(text, uri.getRawQuery());
        String export = export(text, uri.getRawPath());
        return switch (scheme) {
            case "nbd", "nbds" -> {
                if (query.containsKey(SOCKET)) {
                    throw bad(text, "a socket belongs to nbd+unix://");
                }
                Tcp place = tcp(text, uri.getRawAuthority());
                Optional<Tls> tls = tls(text, encrypted, place.host(), query);
                yield new NbdUri(text, place, export, tls);
            }
            case "nbd+unix" -> {
                if (uri.getRawAuthority() != null) {
                    throw bad(text, "a socket has no host: nbd+unix:///EXPORT?socket=PATH");
                }
                Unix place = new Unix(path(text, SOCKET, query));
                yield new NbdUri(text, place, export, tls(text, false, "", query));
            }
            case "nbds+unix" ->
                    throw bad(
                            text,
                            "TLS is spoken over TCP only: take nbds://, or nbd+unix:// without TLS");
            default -> throw bad(text, "nbd://HOST/EXPORT, nbds:// or nbd+unix:// is expected");
        };
    }

    private static Tcp tcp(String text, String authority) throws NbdException.BadUri {
        if (authority == null || authority.isEmpty()) {
            throw bad(text, "a host is expected: nbd://HOST/EXPORT");
        }
        if (authority.contains("@")) {
            throw bad(text, "names of users have no meaning here");
        }
        int colon = authority.lastIndexOf(':');
        boolean bracketed = authority.startsWith("[");
        int close = authority.indexOf(']');
        if (bracketed && colon < close) {
            colon = -1;
        }
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 ? PORT : port(text, authority.substring(colon + 1));
        String plain = bracketed ? host.substring(1, Math.max(1, close)) : decode(text, host);
        boolean odd = bracketed ? close != host.length() - 1 : plain.contains(":");
        if (plain.isEmpty() || odd || !plain.codePoints().allMatch(NbdUri::isInHost)) {
            throw bad(text, "the host is none; an IPv6 address stands in brackets");
        }
        return new Tcp(plain, port);
    }

    private static boolean isInHost(int character) {
        return Character.isLetterOrDigit(character) || ".-_:%".indexOf(character) >= 0;
    }

    private static int port(String text, String digits) throws NbdException.BadUri {
        if (digits.isEmpty()) {
            return PORT; // [RFC 3986, 3.2.3]: an empty port is the default one
        }
        boolean number = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > MOST_PORT) {
            throw bad(text, "the port is a number from 1 to " + MOST_PORT);
        }
        return port;
    }

    private static String export(String text, String path) throws NbdException.BadUri {
        String name =
                path == null ? "" : decode(text, path.startsWith("/") ? path.substring(1) : path);
        if (name.getBytes(StandardCharsets.UTF_8).length > MOST_EXPORT_BYTES) {
            throw bad(
                    text,
                    "the name of an export has at most %d bytes".formatted(MOST_EXPORT_BYTES));
        }
        return name;
    }

    private static Optional<Tls> tls(
            String text, boolean encrypted, String host, Map<String, String> query)
            throws NbdException.BadUri {
        if (!encrypted) {
            if (query.keySet().stream().anyMatch(key -> key.startsWith("tls-"))) {
                throw bad(text, "TLS is wanted by nbds://");
            }
            return Optional.empty();
        }
        if (!query.getOrDefault(TYPE, "x509").equals("x509")) {
            throw bad(text, "certificates (tls-type=x509) are the only kind of TLS there is");
        }
        if (!query.getOrDefault(VERIFY, "1").equals("1")) {
            throw bad(text, "servers are always verified");
        }
        Optional<Path> directory =
                query.containsKey(CERTIFICATES)
                        ? Optional.of(path(text, CERTIFICATES, query))
                        : Optional.empty();
        return Optional.of(new Tls(directory, query.getOrDefault(HOST_NAME, host)));
    }

    private static Path path(String text, String key, Map<String, String> query)
            throws NbdException.BadUri {
        String value = query.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw bad(text, "%s=PATH is expected".formatted(key));
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw bad(text, "%s names no file".formatted(key));
        }
    }

    private static Map<String, String> query(String text, String query) throws NbdException.BadUri {
        Map<String, String> values = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return values;
        }
        for (String one : query.split("&", -1)) {
            int equals = one.indexOf('=');
            String key = decode(text, equals < 0 ? one : one.substring(0, equals));
            if (!KNOWN.contains(key)) {
                throw bad(text, "\"%s\" is not known".formatted(ServerText.of(key)));
            }
            if (values.put(key, equals < 0 ? "" : decode(text, one.substring(equals + 1)))
                    != null) {
                throw bad(text, "\"%s\" stands there twice".formatted(key));
            }
        }
        return values;
    }

    /** Undoes the encoding by percent signs; a plus stays one. */
    private static String decode(String text, String encoded) throws NbdException.BadUri {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 4);
        int at = 0;
        while (at < encoded.length()) {
            int character = encoded.codePointAt(at);
            if (character == '%') {
                bytes.put((byte) hexByte(text, encoded, at + 1));
                at += 3;
            } else {
                bytes.put(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(character);
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.indexOf('\0') >= 0) {
                throw bad(text, "%00 may not stand there");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw bad(text, "what is encoded by percent signs is not UTF-8");
        }
    }

    private static int hexByte(String text, String encoded, int at) throws NbdException.BadUri {
        int high = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
        int low = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw bad(text, "two hexadecimal digits have to follow a percent sign");
        }
        return high << 4 | low;
    }

    private static NbdException.BadUri bad(String text, String why) {
        return new NbdException.BadUri(ServerText.of(text) + ": " + why);
    }

    @Override
    public String toString() {
        return text;
    }
}
