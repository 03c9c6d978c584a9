package io.colama.server.front;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses addresses that must not be: those of another host, which would end up in links and in the
 * caches of others, and those with a secret, which would end up in logs and histories.
 */
public final class AddressRules implements Filter {

    /** What asks for these names the server by whatever address it has inside. */
    private static final Pattern ANY_HOST = Pattern.compile("/(health(/.*)?|metrics)");

    private static final Pattern SECRET =
            Pattern.compile("colama_[A-Za-z0-9_-]{43}|(^|&)(access_token|token)=[^&]");

    private final Set<String> hosts;
    private final Refusal refusal;

    /** The rules of a server. */
    public AddressRules(Front front, Refusal refusal) {
        this.hosts = front.hosts();
        this.refusal = refusal;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        if (!hosts.isEmpty()
                && !hosts.contains(ProxyFilter.host(http).toLowerCase(Locale.ROOT))
                && !ANY_HOST.matcher(ProxyFilter.path(http)).matches()) {
            refusal.write(
                    Refusal.Reason.HOST,
                    "this server is not the host that the request names: see its setting server.public-url",
                    http,
                    answer);
        } else if (hasSecret(Optional.ofNullable(http.getQueryString()).orElse(""))) {
            refusal.write(
                    Refusal.Reason.SECRET,
                    "a token never stands in an address: send it in the header Authorization, and make a new one now",
                    http,
                    answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean hasSecret(String query) {
        return SECRET.matcher(query).find() || SECRET.matcher(decoded(query)).find();
    }

    private static String decoded(String query) {
        try {
            return URLDecoder.decode(query, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // no parameter of it will be understood either
        }
    }
}
