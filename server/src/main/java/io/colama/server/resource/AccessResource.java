package io.colama.server.resource;

import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.revision.Repository;
import io.colama.server.access.Accesses;
import io.colama.server.access.MachineAccess;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.access.Visibility;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.data.Transactions;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Group;
import io.colama.server.people.Groups;
import io.colama.server.people.Scope;
import io.colama.server.web.Caller;
import io.colama.server.web.Versions;
import io.colama.server.web.Words;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Whose a machine is, and whom it is shared with. */
@RestController
@RequestMapping("/api/v1/machines/{machine}/access")
final class AccessResource {

    /** Ownership is handed over, and not granted. */
    private static final Role[] GRANTED = {Role.VIEWER, Role.CONTRIBUTOR, Role.MAINTAINER};

    private final Environment environment;
    private final Permissions permissions;
    private final Accesses accesses;
    private final Accounts accounts;
    private final Groups groups;
    private final Transactions transactions;
    private final AuditLog audit;

    AccessResource(
            Environment environment,
            Permissions permissions,
            Accesses accesses,
            Accounts accounts,
            Groups groups,
            Transactions transactions,
            AuditLog audit) {
        this.environment = environment;
        this.permissions = permissions;
        this.accesses = accesses;
        this.accounts = accounts;
        this.groups = groups;
        this.transactions = transactions;
        this.audit = audit;
    }

    record GrantView(String to, String name, String role) {}

    record View(
            String creator,
            String owner,
            String group,
            String visibility,
            List<GrantView> grants) {}

    record Change(Optional<String> owner, Optional<String> group, Optional<String> visibility) {}

    record Granting(String role) {}

    private View view(String machine, Optional<MachineAccess> access) {
        return new View(
                access.map(MachineAccess::creator).orElse(""),
                access.flatMap(MachineAccess::ownerId)
                        .flatMap(accounts::byId)
                        .map(Account::name)
                        .orElse(""),
                access.flatMap(MachineAccess::groupId)
                        .flatMap(groups::byId)
                        .map(Group::name)
                        .orElse(""),
                access.map(MachineAccess::visibility).orElse(Visibility.PRIVATE).word(),
                accesses.grants(machine).stream()
                        .map(grant ->
                                new GrantView(
                                        grant.toGroup() ? "group" : "account",
                                        grant.name(),
                                        grant.role().word()))
                        .toList());
    }

    private ResponseEntity<View> answer(String machine) {
        Optional<MachineAccess> access = accesses.find(machine);
        return ResponseEntity.ok()
                .eTag(Versions.tag(access.map(MachineAccess::version).orElse(0L)))
                .body(view(machine, access));
    }

    @GetMapping
    ResponseEntity<View> show(@AuthenticationPrincipal Caller caller, @PathVariable String machine)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        exists(machine);
        return answer(machine);
    }

    private void exists(String machine) throws IOException {
        try (Repository repository = environment.open()) {
            if (repository.find(machine).isEmpty()) {
                throw Permissions.absent(machine);
            }
        }
    }

    /** Hands it over, gives it to a group, or changes who sees it; an empty group is none. */
    @PatchMapping
    ResponseEntity<View> change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @RequestHeader("If-Match") Optional<String> seen,
            @RequestBody Change change)
            throws IOException {
        mayShare(caller, machine);
        transactions.run(() -> {
            Optional<MachineAccess> access = accesses.find(machine);
            Versions.check(seen, access.map(MachineAccess::version).orElse(0L));
            Optional<Account> owner =
                    change.owner.isPresent()
                            ? Optional.of(accounts.get(change.owner.get()))
                            : access.flatMap(MachineAccess::ownerId).flatMap(accounts::byId);
            Optional<Group> group =
                    change.group.isEmpty()
                            ? access.flatMap(MachineAccess::groupId).flatMap(groups::byId)
                            : change.group.get().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(groups.get(change.group.get()));
            Visibility visibility =
                    change.visibility.isPresent()
                            ? visibility(change.visibility.get())
                            : access.map(MachineAccess::visibility).orElse(Visibility.PRIVATE);
            if (visibility == Visibility.GROUP && group.isEmpty()) {
                throw new OperationException(
                        Failure.USAGE, "it can be seen by its group when it has one");
            }
            String before = shown(view(machine, access));
            accesses.change(machine, access, owner.orElse(caller.account()), group, visibility);
            audit.add(
                    caller.actor(),
                    Deed.of("machine.access", "machine", machine)
                            .changing(before, shown(view(machine, accesses.find(machine)))));
        });
        return answer(machine);
    }

    private static String shown(View view) {
        return "owner=%s group=%s visibility=%s".formatted(view.owner, view.group, view.visibility);
    }

    private void mayShare(Caller caller, String machine) throws IOException {
        permissions.require(caller.account(), machine, Role.OWNER);
        caller.require(Scope.WRITE);
        exists(machine);
    }

    @PutMapping("/accounts/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void grantAccount(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String name,
            @RequestBody Granting wanted)
            throws IOException {
        grant(
                caller,
                machine,
                "account " + name,
                wanted,
                role -> accesses.grant(machine, accounts.get(name), role));
    }

    @PutMapping("/groups/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void grantGroup(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String name,
            @RequestBody Granting wanted)
            throws IOException {
        grant(
                caller,
                machine,
                "group " + name,
                wanted,
                role -> accesses.grant(machine, groups.get(name), role));
    }

    /** Gives a role to somebody. */
    private interface Giving {
        void give(Role role) throws IOException;
    }

    private void grant(Caller caller, String machine, String to, Granting wanted, Giving giving)
            throws IOException {
        mayShare(caller, machine);
        Role role = role(wanted.role);
        transactions.run(() -> {
            owned(machine, caller);
            giving.give(role);
            audit.add(
                    caller.actor(),
                    Deed.of("machine.grant", "machine", machine)
                            .changing("", to + " " + role.word()));
        });
    }

    /** A machine of nobody belongs to the administrator who first shares it. */
    private void owned(String machine, Caller caller) throws IOException {
        if (accesses.find(machine).isEmpty()) {
            accesses.change(
                    machine,
                    Optional.empty(),
                    caller.account(),
                    Optional.empty(),
                    Visibility.PRIVATE);
        }
    }

    @DeleteMapping("/accounts/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeAccount(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String name)
            throws IOException {
        revoke(
                caller,
                machine,
                "account " + name,
                () -> accesses.revoke(machine, accounts.get(name)));
    }

    @DeleteMapping("/groups/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeGroup(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String name)
            throws IOException {
        revoke(caller, machine, "group " + name, () -> accesses.revoke(machine, groups.get(name)));
    }

    private void revoke(Caller caller, String machine, String from, Transactions.Changes changes)
            throws IOException {
        mayShare(caller, machine);
        transactions.run(() -> {
            changes.run();
            audit.add(
                    caller.actor(),
                    Deed.of("machine.revoke", "machine", machine).changing(from, ""));
        });
    }

    private static Role role(String word) throws OperationException {
        return Words.parse(
                GRANTED,
                Role::word,
                word,
                "a role to grant is viewer, contributor or maintainer, and not \"%s\""
                        .formatted(word));
    }

    private static Visibility visibility(String word) throws OperationException {
        return Words.parse(
                Visibility.values(),
                Visibility::word,
                word,
                "visibility is private, group or everyone, and not \"%s\"".formatted(word));
    }
}
