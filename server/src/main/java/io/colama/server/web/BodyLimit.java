package io.colama.server.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses bodies that are longer than any that a resource takes, before a byte of them is read, and
 * those that do not say how long they are. Files that are uploaded are long, and go on from here.
 */
final class BodyLimit implements Filter {

    /** More than any document of the API needs. */
    static final long MOST_BYTES = 256 << 10;

    private static final Pattern UPLOAD =
            Pattern.compile("/api/v1/check-ins/[0-9a-f-]{36}/files/\\d{1,4}");

    private final Problems problems;

    BodyLimit(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Optional<String> coding = Optional.ofNullable(http.getHeader("Transfer-Encoding"));
        long length = http.getContentLengthLong();
        if (isUpload(http)) {
            chain.doFilter(request, response);
        } else if (length > MOST_BYTES) {
            refuse(
                    413,
                    "the body has %d bytes, and at most %d are taken".formatted(length, MOST_BYTES),
                    http,
                    response);
        } else if (length < 0
                && coding.filter(one -> !one.toLowerCase(Locale.ROOT).equals("identity"))
                        .isPresent()) {
            refuse(411, "say how long the body is, with Content-Length", http, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** The bytes of files, which are counted as they come. */
    private static boolean isUpload(HttpServletRequest request) {
        return request.getMethod().equals("PATCH")
                && UPLOAD.matcher(request.getRequestURI()).matches();
    }

    private void refuse(
            int status, String detail, HttpServletRequest request, ServletResponse response)
            throws IOException {
        HttpServletResponse http = (HttpServletResponse) response;
        http.setHeader("Connection", "close"); // what was sent is not read
        problems.malformed(status, detail, request, http);
    }
}
