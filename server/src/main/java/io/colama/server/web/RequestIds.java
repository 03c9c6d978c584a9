package io.colama.server.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Names each request, for logs, events and problems: by the header {@code X-Request-Id} of the
 * client or a proxy, or by chance. The answer carries the name too.
 */
public final class RequestIds implements Filter {

    /** The header, and the attribute of the request. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String LOGGED = "request";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String given = ((HttpServletRequest) request).getHeader(HEADER);
        String id =
                given != null && HARMLESS.matcher(given).matches()
                        ? given
                        : UUID.randomUUID().toString();
        request.setAttribute(HEADER, id);
        ((HttpServletResponse) response).setHeader(HEADER, id);
        MDC.put(LOGGED, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(LOGGED);
        }
    }

    /** The name of a request. */
    public static String of(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HEADER));
    }
}
