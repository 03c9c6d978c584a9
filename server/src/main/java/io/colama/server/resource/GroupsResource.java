package io.colama.server.resource;

import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.data.Transactions;
import io.colama.server.people.Accounts;
import io.colama.server.people.Group;
import io.colama.server.people.Groups;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The groups: made by administrators, and seen by everybody, who may share with them. */
@RestController
@RequestMapping("/api/v1/groups")
final class GroupsResource {

    private final Groups groups;
    private final Accounts accounts;
    private final Transactions transactions;
    private final AuditLog audit;

    GroupsResource(Groups groups, Accounts accounts, Transactions transactions, AuditLog audit) {
        this.groups = groups;
        this.accounts = accounts;
        this.transactions = transactions;
        this.audit = audit;
    }

    record View(String name, String fullName) {

        static View of(Group group) {
            return new View(group.name(), group.fullName());
        }
    }

    record Whole(String name, String fullName, List<String> members) {}

    record New(String name, Optional<String> fullName) {}

    @GetMapping
    Page<View> list(
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        int most = Page.limit(limit);
        return Page.of(
                groups.list(Page.after(cursor), most + 1).stream().map(View::of).toList(),
                most,
                View::name);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    View create(@AuthenticationPrincipal Caller caller, @RequestBody New wanted)
            throws IOException {
        caller.requireAdministrator();
        return transactions.get(() -> {
            Group made = groups.create(wanted.name, wanted.fullName.orElse(""));
            audit.add(caller.actor(), Deed.of("group.create", "group", made.name()));
            return View.of(made);
        });
    }

    /** Its members are for them and for administrators to see. */
    @GetMapping("/{name}")
    Whole show(@AuthenticationPrincipal Caller caller, @PathVariable String name)
            throws IOException {
        Group group = groups.get(name);
        List<String> members = groups.members(group);
        if (!members.contains(caller.account().name())) {
            caller.requireAdministrator();
        }
        return new Whole(group.name(), group.fullName(), members);
    }

    @PutMapping("/{name}/members/{account}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void add(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @PathVariable String account)
            throws IOException {
        caller.requireAdministrator();
        transactions.run(() -> {
            groups.add(groups.get(name), accounts.get(account));
            audit.add(caller.actor(), Deed.of("group.add", "group", name).changing("", account));
        });
    }

    @DeleteMapping("/{name}/members/{account}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @PathVariable String account)
            throws IOException {
        caller.requireAdministrator();
        transactions.run(() -> {
            groups.remove(groups.get(name), accounts.get(account));
            audit.add(caller.actor(), Deed.of("group.remove", "group", name).changing(account, ""));
        });
    }
}
