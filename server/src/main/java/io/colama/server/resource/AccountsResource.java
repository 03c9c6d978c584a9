package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.data.Transactions;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import io.colama.server.people.Logins;
import io.colama.server.people.Passwords;
import io.colama.server.people.Scope;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import io.colama.server.web.Versions;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The accounts, for administrators; and for everybody his own password. */
@RestController
@RequestMapping("/api/v1/accounts")
final class AccountsResource {

    private final Accounts accounts;
    private final Passwords passwords;
    private final Logins logins;
    private final Credentials credentials;
    private final Transactions transactions;
    private final AuditLog audit;

    AccountsResource(
            Accounts accounts,
            Passwords passwords,
            Logins logins,
            Credentials credentials,
            Transactions transactions,
            AuditLog audit) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.logins = logins;
        this.credentials = credentials;
        this.transactions = transactions;
        this.audit = audit;
    }

    record View(
            String name,
            String kind,
            String fullName,
            boolean administrator,
            boolean disabled,
            String created) {

        static View of(Account account) {
            return new View(
                    account.name(),
                    account.kind().name().toLowerCase(Locale.ROOT),
                    account.fullName(),
                    account.administrator(),
                    account.disabled(),
                    account.created().toString());
        }
    }

    record New(
            String name,
            Optional<String> fullName,
            Optional<Boolean> service,
            Optional<Boolean> administrator,
            Optional<String> password) {}

    record Change(
            Optional<String> fullName,
            Optional<Boolean> administrator,
            Optional<Boolean> disabled) {}

    record NewPassword(Optional<String> current, String password) {}

    @GetMapping
    Page<View> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        caller.requireAdministrator();
        int most = Page.limit(limit);
        return Page.of(
                accounts.list(Page.after(cursor), most + 1).stream().map(View::of).toList(),
                most,
                View::name);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    View create(@AuthenticationPrincipal Caller caller, @RequestBody New wanted)
            throws IOException {
        caller.requireAdministrator();
        boolean service = wanted.service.orElse(false);
        if (service && wanted.password.isPresent()) {
            throw new OperationException(
                    Failure.USAGE, "a service account has tokens, and no password");
        }
        return transactions.get(() -> {
            Account made =
                    accounts.create(
                            service ? Account.Kind.SERVICE : Account.Kind.USER,
                            wanted.name,
                            wanted.fullName.orElse(""),
                            wanted.administrator.orElse(false));
            if (wanted.password.isPresent()) {
                passwords.set(made, wanted.password.get());
            }
            audit.add(
                    caller.actor(),
                    Deed.of("account.create", "account", made.name()).changing("", shown(made)));
            return View.of(made);
        });
    }

    private static String shown(Account account) {
        return "administrator=%b disabled=%b"
                .formatted(account.administrator(), account.disabled());
    }

    @GetMapping("/{name}")
    ResponseEntity<View> show(@AuthenticationPrincipal Caller caller, @PathVariable String name)
            throws IOException {
        if (!caller.account().name().equals(name)) {
            caller.requireAdministrator();
        }
        Account account = accounts.get(name);
        return ResponseEntity.ok().eTag(Versions.tag(account.version())).body(View.of(account));
    }

    @PatchMapping("/{name}")
    ResponseEntity<View> change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @RequestHeader("If-Match") Optional<String> seen,
            @RequestBody Change change)
            throws IOException {
        caller.requireAdministrator();
        Account account = accounts.get(name);
        Versions.check(seen, account.version());
        boolean administrator = change.administrator.orElse(account.administrator());
        boolean disabled = change.disabled.orElse(account.disabled());
        if (caller.account().id().equals(account.id()) && (!administrator || disabled)) {
            throw new OperationException(
                    Failure.REFUSED,
                    "nobody takes his own rights: let another administrator do this");
        }
        Account changed =
                transactions.get(() -> {
                    Account now =
                            accounts.change(
                                    account,
                                    change.fullName.orElse(account.fullName()),
                                    administrator,
                                    disabled);
                    if (disabled) {
                        credentials.revokeAll(now, "");
                    }
                    audit.add(
                            caller.actor(),
                            Deed.of("account.change", "account", name)
                                    .changing(shown(account), shown(now)));
                    return now;
                });
        return ResponseEntity.ok().eTag(Versions.tag(changed.version())).body(View.of(changed));
    }

    /**
     * Ends the other sessions and the tokens too: whoever had the old password may have made them.
     */
    @PutMapping("/{name}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setPassword(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @RequestBody NewPassword wanted)
            throws IOException {
        boolean own = caller.account().name().equals(name);
        if (own) {
            caller.require(Scope.ADMIN);
            if (!logins.isPassword(caller.account(), wanted.current.orElse(""), caller.origin())) {
                throw new OperationException(
                        Failure.REFUSED, "the current password is wrong, or was not given");
            }
        } else {
            caller.requireAdministrator();
        }
        Account account = accounts.get(name);
        if (account.kind() == Account.Kind.SERVICE) {
            throw new OperationException(
                    Failure.USAGE, "a service account has tokens, and no password");
        }
        transactions.run(() -> {
            passwords.set(account, wanted.password);
            credentials.revokeAll(account, own ? caller.credential().id() : "");
            audit.add(caller.actor(), Deed.of("account.password", "account", name));
        });
    }
}
