package io.colama.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.ResponseCookie;

/** The cookie of a session, which scripts and other sites do not see. */
public final class SessionCookie {

    private SessionCookie() {}

    /** What a browser is to keep for so long; nothing of it when that is zero. */
    public static String of(String secret, Duration life, HttpServletRequest request) {
        return ResponseCookie.from(CredentialFilter.cookie(request), secret)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }
}
