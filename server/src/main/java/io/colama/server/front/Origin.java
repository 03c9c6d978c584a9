package io.colama.server.front;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a request is from.
 *
 * @param address of the client
 * @param secure whether it came by TLS
 * @param host that it names
 */
record Origin(String address, boolean secure, String host) {

    /** More hops than there are in any network; what is longer was made up. */
    private static final int MOST_HOPS = 20;

    /**
     * What proxies tell: each has added whom it heard, at the end. From there back, the first that
     * is no trusted proxy is the client; what stands before it was written by the client and counts
     * for nothing.
     *
     * @param direct what the connection tells
     * @param headers all values of a header
     */
    static Origin forwarded(Origin direct, Front front, Function<String, List<String>> headers) {
        List<Hop> hops =
                switch (front.forwarding()) {
                    case X_FORWARDED -> old(headers);
                    case FORWARDED -> standard(headers);
                };
        Origin seen = direct;
        for (int i = hops.size() - 1; i >= 0 && hops.size() - i <= MOST_HOPS; i--) {
            Hop hop = hops.get(i);
            Optional<String> address = literal(hop.address);
            if (address.isEmpty()) {
                break; // "unknown", a hidden name, or nonsense: the proxy that said it is the
                // origin
            }
            seen =
                    new Origin(
                            address.get(),
                            hop.protocol
                                    .map(word -> word.equalsIgnoreCase("https"))
                                    .orElse(seen.secure),
                            hop.host.orElse(seen.host));
            if (!front.trusts(seen.address)) {
                break;
            }
        }
        return seen;
    }

    private record Hop(String address, Optional<String> protocol, Optional<String> host) {}

    private static List<Hop> old(Function<String, List<String>> headers) {
        List<String> addresses = parts(headers.apply("X-Forwarded-For"), ',');
        List<String> protocols = parts(headers.apply("X-Forwarded-Proto"), ',');
        List<String> hosts = parts(headers.apply("X-Forwarded-Host"), ',');
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            int fromEnd = addresses.size() - i;
            hops.add(
                    new Hop(
                            addresses.get(i),
                            fromEnd(protocols, fromEnd),
                            fromEnd(hosts, fromEnd)));
        }
        return hops;
    }

    private static Optional<String> fromEnd(List<String> values, int index) {
        return index <= values.size()
                ? Optional.of(values.get(values.size() - index))
                : Optional.empty();
    }

    private static List<Hop> standard(Function<String, List<String>> headers) {
        List<Hop> hops = new ArrayList<>();
        for (String element : parts(headers.apply("Forwarded"), ',')) {
            Map<String, String> pairs = new HashMap<>();
            for (String pair : parts(List.of(element), ';')) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    pairs.putIfAbsent(
                            pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            unquoted(pair.substring(equals + 1).strip()));
                }
            }
            hops.add(
                    new Hop(
                            pairs.getOrDefault("for", ""),
                            Optional.ofNullable(pairs.get("proto")),
                            Optional.ofNullable(pairs.get("host"))));
        }
        return hops;
    }

    /** The parts of all values in their order; what stands in quotes is not cut. */
    private static List<String> parts(List<String> values, char cut) {
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            StringBuilder part = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                quoted ^= c == '"';
                if (c == cut && !quoted) {
                    parts.add(part.toString().strip());
                    part.setLength(0);
                } else {
                    part.append(c);
                }
            }
            parts.add(part.toString().strip());
        }
        return parts;
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** An address without port and brackets, as the connection of its client would have it. */
    private static Optional<String> literal(String text) {
        String address = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            address = end < 0 ? "" : text.substring(1, end);
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
            address = text.substring(0, text.indexOf(':'));
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address).getHostAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
