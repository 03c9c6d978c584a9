package io.colama.server.resource;

import io.colama.operations.CloneMachine;
import io.colama.operations.Environment;
import io.colama.operations.ListMachines;
import io.colama.server.access.Accesses;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.catalogue.ListedMachine;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.catalogue.Order;
import io.colama.server.data.Transactions;
import io.colama.server.people.Scope;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
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
    private final MachineCatalogue catalogue;
    private final Permissions permissions;
    private final Accesses accesses;
    private final Transactions transactions;
    private final AuditLog audit;

    MachinesResource(
            Environment environment,
            MachineCatalogue catalogue,
            Permissions permissions,
            Accesses accesses,
            Transactions transactions,
            AuditLog audit) {
        this.environment = environment;
        this.catalogue = catalogue;
        this.permissions = permissions;
        this.accesses = accesses;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * A machine.
     *
     * @param role what the caller may do with it
     * @param head the id of its newest revision
     * @param title the first line of that revision's message
     * @param changed when something last happened to it, ISO 8601 in UTC
     * @param createdBy who made it
     * @param clonedFrom the machine that it was cloned from; empty when it was not, or when the
     *     caller does not see that
     * @param tags the names of its revisions
     * @param bytesLogical the virtual size of the head's disks
     * @param owner to whom it belongs; empty when to nobody
     * @param group its group; empty without one
     * @param visibility {@code private}, {@code group} or {@code everyone}
     * @param inspected whether the inside of its head is known
     * @param systems the operating systems in it
     */
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
            long bytesLogical,
            String owner,
            String group,
            String visibility,
            boolean inspected,
            List<String> systems) {

        static View of(ListedMachine machine, Permissions.Seen seen) {
            ListMachines.Entry entry = machine.entry();
            String name = entry.machine();
            return new View(
                    name,
                    seen.role(name).orElseThrow(() -> new IllegalArgumentException(name)).word(),
                    entry.head(),
                    entry.title(),
                    entry.changed(),
                    entry.createdBy(),
                    seen.role(entry.clonedFrom()).isPresent() ? entry.clonedFrom() : "",
                    entry.tags(),
                    entry.disks(),
                    entry.bytesLogical(),
                    seen.owner(name),
                    seen.group(name),
                    seen.visibility(name).word(),
                    machine.inspected(),
                    machine.systems());
        }
    }

    record Cloning(String name, Optional<String> revision) {}

    /**
     * Those that the caller sees.
     *
     * @param filter a part of the name
     * @param tag the name of one of its revisions
     * @param owner to whom it belongs
     * @param group its group
     * @param system a part of the name of an operating system in it
     * @param sort {@code name}, {@code changed} or {@code size}, with {@code -} before it for the
     *     reverse
     */
    @GetMapping
    Page<View> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam Optional<String> filter,
            @RequestParam Optional<String> tag,
            @RequestParam Optional<String> owner,
            @RequestParam Optional<String> group,
            @RequestParam Optional<String> system,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        int most = Page.limit(limit);
        boolean reverse = sort.startsWith("-");
        Order order = Order.of(reverse ? sort.substring(1) : sort);
        String from = Page.after(cursor);
        Optional<Order.Place> after =
                from.isEmpty() ? Optional.empty() : Optional.of(Order.Place.of(from));
        Permissions.Seen seen = permissions.seen(caller.account());
        Predicate<ListedMachine> wanted =
                machine ->
                        seen.role(machine.name()).isPresent()
                                && filter.map(part -> contains(machine.name(), part)).orElse(true)
                                && tag.map(machine.entry().tags()::contains).orElse(true)
                                && owner.map(seen.owner(machine.name())::equals).orElse(true)
                                && group.map(seen.group(machine.name())::equals).orElse(true)
                                && system.map(part -> hasSystem(machine, part)).orElse(true);
        List<ListedMachine> all = catalogue.all().by(order);
        List<ListedMachine> found =
                (reverse ? all.reversed() : all)
                        .stream()
                                .filter(machine ->
                                        after.map(place ->
                                                        isAfter(
                                                                order.place(machine),
                                                                place,
                                                                reverse))
                                                .orElse(true))
                                .filter(wanted)
                                .limit(most + 1L)
                                .toList();
        return Page.of(found, most, machine -> order.place(machine).text())
                .map(machine -> View.of(machine, seen));
    }

    private static boolean isAfter(Order.Place place, Order.Place other, boolean reverse) {
        int compared = place.compareTo(other);
        return reverse ? compared < 0 : compared > 0;
    }

    private static boolean contains(String whole, String part) {
        return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static boolean hasSystem(ListedMachine machine, String part) {
        return machine.systems().stream().anyMatch(name -> contains(name, part));
    }

    @GetMapping("/{machine}")
    View show(@AuthenticationPrincipal Caller caller, @PathVariable String machine)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        ListedMachine found =
                catalogue.find(machine).orElseThrow(() -> Permissions.absent(machine));
        return View.of(found, permissions.seen(caller.account()));
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
        catalogue.changed(made.machine());
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
