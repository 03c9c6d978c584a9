package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.data.Transactions;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credential;
import io.colama.server.people.Credentials;
import io.colama.server.people.Scope;
import io.colama.server.web.Caller;
import io.colama.server.web.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The tokens of an account: its own, and of service accounts for administrators. */
@RestController
@RequestMapping("/api/v1/accounts/{name}/tokens")
final class TokensResource {

    private static final int DEFAULT_DAYS = 90;

    private final Accounts accounts;
    private final Credentials credentials;
    private final Transactions transactions;
    private final AuditLog audit;

    TokensResource(
            Accounts accounts, Credentials credentials, Transactions transactions, AuditLog audit) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.transactions = transactions;
        this.audit = audit;
    }

    record View(
            String id,
            String label,
            String scope,
            String created,
            String expires,
            String lastUsed) {

        static View of(Credential token) {
            return new View(
                    token.id(),
                    token.label(),
                    token.scope().word(),
                    token.created().toString(),
                    token.expires().toString(),
                    token.lastUsed().toString());
        }
    }

    record New(String label, Optional<String> scope, Optional<Integer> days) {}

    record Made(View token, String secret) {}

    private Account account(Caller caller, String name) throws IOException {
        if (caller.account().name().equals(name)) {
            return caller.account();
        }
        caller.requireAdministrator();
        return accounts.named(name)
                .filter(account -> account.kind() == Account.Kind.SERVICE)
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND,
                                "there is no service account \"%s\"; people make their tokens themselves"
                                        .formatted(name)));
    }

    @GetMapping
    List<View> list(@AuthenticationPrincipal Caller caller, @PathVariable String name)
            throws IOException {
        return credentials.of(account(caller, name), Credential.Kind.TOKEN).stream()
                .map(View::of)
                .toList();
    }

    /** No token makes one that may do more than itself. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Made create(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @RequestBody New wanted)
            throws IOException {
        Account account = account(caller, name);
        Scope scope = scope(wanted.scope.orElse(Scope.READ.word()));
        caller.require(Scope.ADMIN);
        Duration life = Duration.ofDays(wanted.days.orElse(DEFAULT_DAYS));
        return transactions.get(() -> {
            Credential.Made made = credentials.token(account, wanted.label, scope, life);
            audit.add(
                    caller.actor(),
                    Deed.of("token.create", "account", name)
                            .changing("", wanted.label + " scope=" + scope.word()));
            return new Made(View.of(made.credential()), made.secret());
        });
    }

    private static Scope scope(String word) throws OperationException {
        return Words.parse(
                Scope.values(),
                Scope::word,
                word,
                "a scope is read, write or admin, and not \"%s\"".formatted(word));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @PathVariable String id)
            throws IOException {
        caller.require(Scope.ADMIN);
        Account account = account(caller, name);
        transactions.run(() -> {
            if (!credentials.revoke(account, id)) {
                throw new OperationException(Failure.NOT_FOUND, "there is no such token");
            }
            audit.add(caller.actor(), Deed.of("token.revoke", "account", name).changing(id, ""));
        });
    }
}
