package io.colama.server.resource;

import io.colama.operations.CloneMachine;
import io.colama.operations.Environment;
import io.colama.operations.ListMachines;
import io.colama.server.access.Accesses;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.data.Transactions;
import io.colama.server.people.Scope;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The machines that the caller sees, and clones of them. */
@RestController
@RequestMapping("/api/v1/machines")
final class MachinesResource {

    private final Environment environment;
    private final Permissions permissions;
    private final Accesses accesses;
    private final Transactions transactions;
    private final AuditLog audit;

    MachinesResource(
            Environment environment,
            Permissions permissions,
            Accesses accesses,
            Transactions transactions,
            AuditLog audit) {
        this.environment = environment;
        this.permissions = permissions;
        this.accesses = accesses;
        this.transactions = transactions;
        this.audit = audit;
    }

    record View(
            String machine,
            String role,
            String head,
            String title,
            String changed,
            String createdBy,
            String clonedFrom,
            List<String> tags,
            int disks,
            long bytesLogical) {

        /** A machine; where it was cloned from only if the caller sees that too. */
        static View of(ListMachines.Entry entry, Role role, boolean seesOriginal) {
            return new View(
                    entry.machine(),
                    role.word(),
                    entry.head(),
                    entry.title(),
                    entry.changed(),
                    entry.createdBy(),
                    seesOriginal ? entry.clonedFrom() : "",
                    entry.tags(),
                    entry.disks(),
                    entry.bytesLogical());
        }
    }

    record Cloning(String name, Optional<String> revision) {}

    /** By name; {@code filter} is a part of it. */
    @GetMapping
    Page<View> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam Optional<String> filter,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        int most = Page.limit(limit);
        String after = Page.after(cursor);
        String part = filter.orElse("").toLowerCase(Locale.ROOT);
        Permissions.Seen seen = permissions.seen(caller.account());
        List<View> found = new ArrayList<>();
        List<ListMachines.Entry> entries =
                new ListMachines(environment)
                        .some(
                                name ->
                                        name.compareTo(after) > 0
                                                && name.toLowerCase(Locale.ROOT).contains(part)
                                                && seen.role(name).isPresent(),
                                most + 1);
        for (ListMachines.Entry entry : entries) {
            found.add(
                    View.of(
                            entry,
                            seen.role(entry.machine()).orElseThrow(),
                            seen.role(entry.clonedFrom()).isPresent()));
        }
        return Page.of(found, most, View::machine);
    }

    @GetMapping("/{machine}")
    View show(@AuthenticationPrincipal Caller caller, @PathVariable String machine)
            throws IOException {
        Role role = permissions.require(caller.account(), machine, Role.VIEWER);
        ListMachines.Entry entry =
                new ListMachines(environment)
                        .some(machine::equals, 1).stream()
                                .findFirst()
                                .orElseThrow(() -> Permissions.absent(machine));
        boolean seesOriginal =
                !entry.clonedFrom().isEmpty()
                        && permissions.of(caller.account(), entry.clonedFrom()).isPresent();
        return View.of(entry, role, seesOriginal);
    }

    /** A new machine, which belongs to the caller. */
    @PostMapping("/{machine}/clones")
    @ResponseStatus(HttpStatus.CREATED)
    View clone(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @RequestBody Cloning wanted)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        caller.require(Scope.WRITE);
        String revision = RevisionNaming.of(machine, wanted.revision.orElse(RevisionNaming.HEAD));
        CloneMachine.Result made =
                new CloneMachine(environment.forOther(caller.account().name()))
                        .run(revision, wanted.name);
        transactions.run(() -> {
            accesses.add(made.machine(), caller.account());
            audit.add(
                    caller.actor(),
                    Deed.of("machine.clone", "machine", made.machine())
                            .changing("", revision + " " + made.revision()));
        });
        return show(caller, made.machine());
    }
}
