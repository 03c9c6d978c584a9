package io.colama.server.front;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Counts requests by the address that they are from, before anything costs much. Of an IPv6 address
 * the first 64 bits count: the others are its owner's to choose.
 */
public final class RequestLimits implements Filter {

    private static final int NETWORK_BITS = 64;

    /** What those who look after the server ask. */
    private static final Pattern FREE = Pattern.compile("/health(/.*)?");

    /** What somebody who is not in yet can make expensive. */
    private static final Pattern LOGIN =
            Pattern.compile("/api/v1/(session|login/.*|device/(codes|approvals))");

    private final Buckets requests;
    private final Buckets logins;
    private final Refusal refusal;

    /** The limits of a server. */
    public RequestLimits(Limits limits, Clock clock, Refusal refusal) {
        this.requests = new Buckets(limits.perAddress(), clock);
        this.logins = new Buckets(limits.loginsPerAddress(), clock);
        this.refusal = refusal;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        String path = ProxyFilter.path(http);
        if (FREE.matcher(path).matches()) {
            chain.doFilter(request, response);
            return;
        }
        String network = network(http.getRemoteAddr());
        Refusal.Reason reason = Refusal.Reason.ADDRESS_LIMIT;
        Duration wait = requests.take(network);
        if (wait.isZero() && isLogin(http, path)) {
            reason = Refusal.Reason.LOGIN_LIMIT;
            wait = logins.take(network);
        }
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            refuse(reason, wait, "too many requests from your address", refusal, http, answer);
        }
    }

    private static boolean isLogin(HttpServletRequest http, String path) {
        boolean looks = http.getMethod().equals("GET") && !path.startsWith("/api/v1/login/");
        return !looks && !http.getMethod().equals("DELETE") && LOGIN.matcher(path).matches();
    }

    /** What is counted together. */
    static String network(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == 4
                    ? address
                    : InetAddress.getByAddress(Network.kept(bytes, NETWORK_BITS)).getHostAddress();
        } catch (IllegalArgumentException | IOException e) {
            return address;
        }
    }

    /** Says when to try again. */
    static void refuse(
            Refusal.Reason reason,
            Duration wait,
            String why,
            Refusal refusal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        response.setHeader("Retry-After", Long.toString(seconds));
        refusal.write(reason, "%s: try again in %d s".formatted(why, seconds), request, response);
    }
}
