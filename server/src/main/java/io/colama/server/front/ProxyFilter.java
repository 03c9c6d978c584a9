package io.colama.server.front;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;

/** Lets a request appear as it was when it reached the first trusted proxy. */
public final class ProxyFilter implements Filter {

    private final Front front;

    /** Believes the proxies of a server. */
    public ProxyFilter(Front front) {
        this.front = front;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Origin direct =
                new Origin(
                        http.getRemoteAddr(),
                        http.isSecure(),
                        Optional.ofNullable(http.getHeader("Host")).orElse(""));
        Origin seen = direct;
        if (front.trusts(direct.address())) {
            seen = Origin.forwarded(direct, front, name -> Collections.list(http.getHeaders(name)));
        }
        boolean secure = seen.secure() || front.isPublicByTls();
        chain.doFilter(new Seen(http, seen, secure), response);
    }

    /** The host that a request names, as its client wrote it. */
    static String host(HttpServletRequest request) {
        return request instanceof Seen seen
                ? seen.origin.host()
                : Optional.ofNullable(request.getHeader("Host")).orElse("");
    }

    /** The path as handlers of requests will see it: the same in whatever way it was written. */
    static String path(HttpServletRequest request) {
        String below = request.getPathInfo();
        return below == null ? request.getServletPath() : request.getServletPath() + below;
    }

    /** The request as the client made it. */
    private static final class Seen extends HttpServletRequestWrapper {

        private final Origin origin;
        private final boolean secure;

        Seen(HttpServletRequest request, Origin origin, boolean secure) {
            super(request);
            this.origin = origin;
            this.secure = secure;
        }

        @Override
        public String getRemoteAddr() {
            return origin.address();
        }

        @Override
        public String getRemoteHost() {
            return origin.address();
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getScheme() {
            return secure ? "https" : "http";
        }
    }
}
