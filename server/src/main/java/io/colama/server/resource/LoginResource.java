package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.meter.Meters;
import io.colama.server.oidc.OidcLogins;
import io.colama.server.people.Account;
import io.colama.server.people.Credential;
import io.colama.server.people.Credentials;
import io.colama.server.people.Identities;
import io.colama.server.people.Unavailable;
import io.colama.server.web.RequestIds;
import io.colama.server.web.SessionCookie;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.WebUtils;

/** The ways to log in, and those that lead through the pages of a provider. */
@RestController
@RequestMapping("/api/v1")
final class LoginResource {

    private static final Logger LOG = LoggerFactory.getLogger(LoginResource.class);
    private static final String COOKIE = "colama_login";

    private final OidcLogins logins;
    private final Identities identities;
    private final Credentials credentials;
    private final AuditLog audit;
    private final Meters meters;

    LoginResource(
            OidcLogins logins,
            Identities identities,
            Credentials credentials,
            AuditLog audit,
            Meters meters) {
        this.logins = logins;
        this.identities = identities;
        this.credentials = credentials;
        this.audit = audit;
        this.meters = meters;
    }

    record Methods(boolean password, List<Way> oidc) {}

    record Way(String id, String title, String location) {}

    @GetMapping("/login-methods")
    Methods methods() {
        return new Methods(
                true,
                logins.ways().stream()
                        .map(way ->
                                new Way(way.id(), way.title(), "/api/v1/login/oidc/" + way.id()))
                        .toList());
    }

    /** Sends a browser to a provider. */
    @GetMapping(path = "/login/oidc/{id}", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseStatus(HttpStatus.FOUND)
    ResponseEntity<String> begin(
            @PathVariable String id,
            @RequestParam(name = "return", defaultValue = "/") String returnPath,
            HttpServletRequest request)
            throws IOException {
        OidcLogins.Begun begun;
        try {
            begun = logins.begin(id, returnPath);
        } catch (Unavailable unavailable) {
            LOG.warn("{}", Failure.message(unavailable));
            return page(503, "The provider does not answer: try again later.", "/", request);
        }
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(begun.location())
                .header(HttpHeaders.SET_COOKIE, cookie(begun.kept(), OidcLogins.LIFE, request))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Lax: the browser has to send it when the provider sends it back. */
    private static String cookie(String value, Duration life, HttpServletRequest request) {
        return ResponseCookie.from(name(request), value)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }

    private static String name(HttpServletRequest request) {
        return request.isSecure() ? "__Host-" + COOKIE : COOKIE;
    }

    /** Where a provider sends a browser back to. */
    @GetMapping(path = "/login/oidc/{id}/callback", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> finish(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        AuditLog.Actor nobody =
                new AuditLog.Actor("", "", request.getRemoteAddr(), RequestIds.of(request));
        OidcLogins.Finished finished;
        Account account;
        try {
            String kept =
                    Optional.ofNullable(WebUtils.getCookie(request, name(request)))
                            .map(Cookie::getValue)
                            .orElse("");
            finished = logins.finish(id, answer(request), kept);
            account = identities.logIn(finished.person(), nobody);
        } catch (OperationException refused) {
            if (refused.failure() != Failure.REFUSED) {
                throw refused;
            }
            meters.login(Meters.Way.PROVIDER, Meters.Outcome.REFUSED);
            audit.add(
                    nobody,
                    Deed.of("session.refuse", "provider", id)
                            .changing("", Failure.message(refused)));
            return page(403, Failure.message(refused), "/", request);
        } catch (Unavailable unavailable) {
            LOG.warn("{}", Failure.message(unavailable));
            return page(503, "The provider does not answer: try again later.", "/", request);
        }
        String browser = Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
        Credential.Made made = credentials.session(account, browser);
        meters.login(Meters.Way.PROVIDER, Meters.Outcome.SUCCEEDED);
        audit.add(
                new AuditLog.Actor(
                        account.id(), account.name(), nobody.origin(), nobody.requestId()),
                Deed.of("session.begin", "account", account.name())
                        .changing("", "by " + finished.person().provider()));
        ResponseEntity<String> page =
                page(200, "You are logged in.", finished.returnPath(), request);
        HttpHeaders headers = new HttpHeaders(page.getHeaders());
        headers.add(
                HttpHeaders.SET_COOKIE,
                SessionCookie.of(made.secret(), Credentials.LONGEST_SESSION, request));
        return new ResponseEntity<>(page.getBody(), headers, HttpStatus.OK);
    }

    /** What stands in the address once; what stands there twice is not said. */
    private static OidcLogins.Answer answer(HttpServletRequest request) {
        return new OidcLogins.Answer(
                one(request, "state"),
                one(request, "code"),
                one(request, "error"),
                one(request, "iss"));
    }

    private static Optional<String> one(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? Optional.empty() : Optional.of(values.length == 1 ? values[0] : "");
    }

    /**
     * A page that goes on by itself when all is well. It is not a redirection: a browser that comes
     * from another site would not show its new session at the next address.
     */
    private static ResponseEntity<String> page(
            int status, String line, String next, HttpServletRequest request) {
        String to = HtmlUtils.htmlEscape(next);
        String refresh =
                status == 200
                        ? "<meta http-equiv=\"refresh\" content=\"0;url=%s\">".formatted(to)
                        : "";
        String html =
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">%s<title>Colama</title></head><body><p>%s</p><p><a href=\"%s\">Go on</a></p></body></html>"
                        .formatted(refresh, HtmlUtils.htmlEscape(line), to);
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO, request))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .body(html);
    }
}
