package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.meter.Meters;
import io.colama.server.people.Account;
import io.colama.server.people.Credential;
import io.colama.server.people.Credentials;
import io.colama.server.people.Logins;
import io.colama.server.web.Caller;
import io.colama.server.web.RequestIds;
import io.colama.server.web.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The session of a browser: begun by name and password, ended by its owner. */
@RestController
@RequestMapping("/api/v1/session")
final class SessionResource {

    private final Logins logins;
    private final Credentials credentials;
    private final AuditLog audit;
    private final Meters meters;

    SessionResource(Logins logins, Credentials credentials, AuditLog audit, Meters meters) {
        this.logins = logins;
        this.credentials = credentials;
        this.audit = audit;
        this.meters = meters;
    }

    record Login(String name, String password) {}

    record Who(String name, String fullName, boolean administrator, String scope) {

        static Who of(Account account, Credential credential) {
            return new Who(
                    account.name(),
                    account.fullName(),
                    account.administrator(),
                    credential.scope().word());
        }
    }

    /** Only JSON: a form of another site cannot send that. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Who> begin(@RequestBody Login login, HttpServletRequest request)
            throws IOException {
        String origin = request.getRemoteAddr();
        AuditLog.Actor nobody = new AuditLog.Actor("", "", origin, RequestIds.of(request));
        Optional<Account> account = logIn(login, nobody);
        if (account.isEmpty()) {
            audit.add(nobody, Deed.of("session.refuse", "account", login.name));
            throw new OperationException(Failure.REFUSED, "the name or the password is wrong");
        }
        String browser = Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
        Credential.Made made = credentials.session(account.get(), browser);
        audit.add(
                new AuditLog.Actor(
                        account.get().id(), account.get().name(), origin, RequestIds.of(request)),
                Deed.of("session.begin", "account", account.get().name()));
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.of(made.secret(), Credentials.LONGEST_SESSION, request))
                .body(Who.of(account.get(), made.credential()));
    }

    private Optional<Account> logIn(Login login, AuditLog.Actor from) throws IOException {
        try {
            Optional<Account> account = logins.logIn(login.name, login.password, from);
            meters.login(
                    Meters.Way.PASSWORD,
                    account.isPresent() ? Meters.Outcome.SUCCEEDED : Meters.Outcome.REFUSED);
            return account;
        } catch (Logins.Blocked blocked) {
            meters.login(Meters.Way.PASSWORD, Meters.Outcome.BLOCKED);
            throw blocked;
        }
    }

    @GetMapping
    Who who(@AuthenticationPrincipal Caller caller) {
        return Who.of(caller.account(), caller.credential());
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> end(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        credentials.revoke(caller.account(), caller.credential().id());
        audit.add(caller.actor(), Deed.of("session.end", "account", caller.account().name()));
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.of("", Duration.ZERO, request))
                .build();
    }
}
