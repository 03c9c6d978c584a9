package io.colama.server.web;

import io.colama.server.front.AccountLimits;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credential;
import io.colama.server.people.Credentials;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.util.WebUtils;

/** Finds out who makes a request, by the token or the session that it shows. */
public final class CredentialFilter implements Filter {

    private static final String COOKIE = "colama_session";

    /** Browsers take a cookie of such a name from its own host alone, and by TLS alone. */
    private static final String OF_ITS_HOST = "__Host-";

    private static final String BEARER = "bearer ";

    private final Accounts accounts;
    private final Credentials credentials;
    private final AccountLimits limits;

    /** Looks for credentials and their accounts. */
    public CredentialFilter(Accounts accounts, Credentials credentials, AccountLimits limits) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.limits = limits;
    }

    /** The name of the cookie of a session. */
    public static String cookie(HttpServletRequest request) {
        return request.isSecure() ? OF_ITS_HOST + COOKIE : COOKIE;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Optional<Caller> caller = caller(http);
        if (caller.isPresent()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(caller.get(), "", List.of()));
            SecurityContextHolder.setContext(context);
        }
        if (caller.isPresent() && request.getDispatcherType() == DispatcherType.REQUEST) {
            limits.pass(caller.get().account().id(), http, (HttpServletResponse) response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        Optional<Credential> credential =
                token(request)
                        .map(secret -> credentials.use(secret, Credential.Kind.TOKEN))
                        .orElseGet(() ->
                                session(request)
                                        .flatMap(secret ->
                                                credentials.use(secret, Credential.Kind.SESSION)));
        if (credential.isEmpty()) {
            return Optional.empty();
        }
        Optional<Account> account = accounts.byId(credential.get().accountId());
        return account.filter(one -> !one.disabled())
                .map(one ->
                        new Caller(
                                one,
                                credential.get(),
                                request.getRemoteAddr(),
                                RequestIds.of(request)));
    }

    /** The token of a request; a wrong one is not made up for by a session. */
    static Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    static Optional<String> session(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, cookie(request)))
                .map(Cookie::getValue);
    }
}
