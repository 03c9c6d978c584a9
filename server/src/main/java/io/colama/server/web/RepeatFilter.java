package io.colama.server.web;

import io.colama.operations.Failure;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers a POST with the header {@code Idempotency-Key} once, and gives the same answer to the
 * same request again. Only an answer that says that something was done is kept: whoever was refused
 * may try again with the same key.
 */
public final class RepeatFilter implements Filter {

    static final String KEY = "Idempotency-Key";

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** Answers that hold secrets: these are not kept, only that there was one. */
    private static final Pattern SECRET =
            Pattern.compile("/api/v1/(session|device/.*|accounts/[^/]+/tokens)");

    private static final int MOST_BYTES = 1 << 18;
    private static final String[] HEADERS = {
        HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG
    };

    private final RepeatedRequests requests;
    private final Problems problems;

    /** Keeps answers. */
    public RepeatFilter(RepeatedRequests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        Optional<String> key = Optional.ofNullable(http.getHeader(KEY));
        Optional<Caller> caller = caller();
        if (key.isEmpty() || caller.isEmpty() || !http.getMethod().equals("POST")) {
            chain.doFilter(request, response);
            return;
        }
        if (!FORM.matcher(key.get()).matches()) {
            problems.write(
                    Failure.USAGE,
                    400,
                    KEY + " has 1 to 255 characters of ASCII without spaces",
                    http,
                    answer);
            return;
        }
        byte[] body = http.getInputStream().readNBytes((int) BodyLimit.MOST_BYTES);
        String query = Optional.ofNullable(http.getQueryString()).orElse("");
        RepeatedRequests.Named named =
                RepeatedRequests.Named.of(
                        caller.get().account().id(),
                        key.get(),
                        http.getRequestURI() + "?" + query,
                        body);
        Optional<RepeatedRequests.Answer> known = requests.begin(named);
        if (known.isPresent()) {
            again(known.get(), named, http, answer);
        } else {
            first(named, new Repeatable(http, body), answer, chain);
        }
    }

    private static Optional<Caller> caller() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(Authentication::getPrincipal)
                .filter(Caller.class::isInstance)
                .map(Caller.class::cast);
    }

    private void first(
            RepeatedRequests.Named named,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        ContentCachingResponseWrapper watched = new ContentCachingResponseWrapper(response);
        boolean kept = false;
        try {
            chain.doFilter(request, watched);
            int status = watched.getStatus();
            byte[] body = watched.getContentAsByteArray();
            if (status / 100 == 2 && body.length <= MOST_BYTES) {
                boolean secret = SECRET.matcher(request.getRequestURI()).matches();
                requests.keep(
                        named,
                        secret ? -status : status,
                        secret ? "" : headers(watched),
                        secret ? "" : new String(body, StandardCharsets.UTF_8));
                kept = true;
            }
        } finally {
            if (!kept) {
                requests.forget(named);
            }
        }
        watched.copyBodyToResponse();
    }

    private static String headers(HttpServletResponse response) {
        StringBuilder lines = new StringBuilder();
        for (String name : HEADERS) {
            Optional<String> value =
                    name.equals(HttpHeaders.CONTENT_TYPE)
                            ? Optional.ofNullable(response.getContentType())
                            : Optional.ofNullable(response.getHeader(name));
            value.ifPresent(one -> lines.append(name).append(": ").append(one).append('\n'));
        }
        return lines.toString();
    }

    private void again(
            RepeatedRequests.Answer known,
            RepeatedRequests.Named named,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!known.requestHash().equals(named.requestHash())) {
            problems.write(
                    Failure.USAGE,
                    422,
                    "this " + KEY + " was used for another request",
                    request,
                    response);
        } else if (known.status() == 0) {
            problems.write(
                    Failure.CONFLICT,
                    409,
                    "a request with this " + KEY + " is just being answered",
                    request,
                    response);
        } else if (known.status() < 0) {
            problems.write(
                    Failure.CONFLICT,
                    409,
                    "it was done before, and the answer was a secret, which is told once",
                    request,
                    response);
        } else {
            response.setStatus(known.status());
            for (String line : known.headers().lines().toList()) {
                int colon = line.indexOf(": ");
                response.setHeader(line.substring(0, colon), line.substring(colon + 2));
            }
            response.setHeader("Idempotency-Replayed", "true");
            response.getOutputStream().write(known.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A request whose body was read and can be read again. */
    private static final class Repeatable extends HttpServletRequestWrapper {

        private final byte[] body;

        Repeatable(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return bytes.read(target, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("requests are read by their threads");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
