package io.colama.server.access;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.data.ChangeCounter;
import io.colama.server.people.Account;
import io.colama.server.people.Groups;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Decides. What it has read of the database it remembers until the {@link ChangeCounter} says that
 * something has changed, so that a decision costs one small query. Threads: any number.
 */
public final class Permissions {

    private final Accesses accesses;
    private final Groups groups;
    private final ChangeCounter changes;
    private volatile Remembered remembered = new Remembered(-1, Map.of(), Map.of());

    /** Decides by ownership, groups and grants. */
    public Permissions(Accesses accesses, Groups groups, ChangeCounter changes) {
        this.accesses = accesses;
        this.groups = groups;
        this.changes = changes;
    }

    /** What was true when so many changes had been made. */
    private record Remembered(
            long changes,
            Map<String, MachineAccess> accesses,
            Map<String, String> names,
            Map<String, Seen> seen) {

        Remembered(long changes, Map<String, MachineAccess> accesses, Map<String, String> names) {
            this(changes, accesses, names, new ConcurrentHashMap<>());
        }
    }

    private Remembered now() {
        long number = changes.number();
        Remembered known = remembered;
        if (known.changes != number) {
            Map<String, MachineAccess> all = new HashMap<>();
            accesses.all().forEach(access -> all.put(access.machine(), access));
            known = new Remembered(number, Map.copyOf(all), Map.copyOf(accesses.names()));
            remembered = known;
        }
        return known;
    }

    /** What an account may do with a machine; empty when it must not know of it. */
    public Optional<Role> of(Account account, String machine) {
        return seen(account).role(machine);
    }

    /** Whether a machine of this name belongs to somebody, be it there yet or not. */
    public boolean isOwned(String machine) {
        return accesses.find(machine).isPresent();
    }

    /** What an account may do because of whose a machine is. */
    private static Optional<Role> byItself(
            MachineAccess access, Account account, List<String> memberOf) {
        if (access.ownerId().equals(Optional.of(account.id()))) {
            return Optional.of(Role.OWNER);
        }
        return switch (access.visibility()) {
            case EVERYONE -> Optional.of(Role.VIEWER);
            case GROUP -> access.groupId().filter(memberOf::contains).map(_ -> Role.VIEWER);
            case PRIVATE -> Optional.empty();
        };
    }

    /** Which machines an account sees. */
    public Seen seen(Account account) {
        if (account.disabled()) {
            return new Seen(false, Map.of(), Map.of(), Map.of());
        }
        Remembered now = now();
        if (account.administrator()) {
            return new Seen(true, Map.of(), now.accesses, now.names);
        }
        return now.seen.computeIfAbsent(account.id(), _ -> seen(account, now));
    }

    private Seen seen(Account account, Remembered now) {
        Map<String, Role> roles = new HashMap<>();
        List<String> memberOf = groups.of(account);
        for (MachineAccess access : now.accesses.values()) {
            byItself(access, account, memberOf)
                    .ifPresent(role -> roles.put(access.machine(), role));
        }
        for (Accesses.Granted granted : accesses.granted(account.id())) {
            roles.merge(
                    granted.machine(),
                    granted.role(),
                    BinaryOperator.maxBy(Comparator.naturalOrder()));
        }
        return new Seen(false, Map.copyOf(roles), now.accesses, now.names);
    }

    /** The machines that an account sees. */
    public static final class Seen {

        private final boolean all;
        private final Map<String, Role> roles;
        private final Map<String, MachineAccess> accesses;
        private final Map<String, String> names;

        private Seen(
                boolean all,
                Map<String, Role> roles,
                Map<String, MachineAccess> accesses,
                Map<String, String> names) {
            this.all = all;
            this.roles = roles;
            this.accesses = accesses;
            this.names = names;
        }

        /** The names of these; empty when they are all. */
        public Optional<Set<String>> machines() {
            return all ? Optional.empty() : Optional.of(roles.keySet());
        }

        /** What it may do with a machine; empty when it must not know of it. */
        public Optional<Role> role(String machine) {
            return all ? Optional.of(Role.OWNER) : Optional.ofNullable(roles.get(machine));
        }

        /** The account to whom a machine that it sees belongs; empty when it belongs to nobody. */
        public String owner(String machine) {
            return name(machine, MachineAccess::ownerId);
        }

        /** The group of a machine that it sees; empty without one. */
        public String group(String machine) {
            return name(machine, MachineAccess::groupId);
        }

        private String name(String machine, Function<MachineAccess, Optional<String>> part) {
            return access(machine).flatMap(part).map(id -> names.getOrDefault(id, "")).orElse("");
        }

        /** Who else sees a machine that it sees. */
        public Visibility visibility(String machine) {
            return access(machine).map(MachineAccess::visibility).orElse(Visibility.PRIVATE);
        }

        private Optional<MachineAccess> access(String machine) {
            return role(machine).flatMap(_ -> Optional.ofNullable(accesses.get(machine)));
        }
    }

    /**
     * Refuses what an account must not do.
     *
     * @return what it may do
     * @throws OperationException that there is no such machine, when it must not know of it; else
     *     that it is not permitted
     */
    public Role require(Account account, String machine, Role role) throws OperationException {
        Optional<Role> has = of(account, machine);
        if (has.isEmpty()) {
            throw absent(machine);
        }
        if (!has.get().includes(role)) {
            throw new OperationException(
                    Failure.REFUSED,
                    "this needs the role of %s for \"%s\", and yours is %s: ask its owner"
                            .formatted(role.word(), machine, has.get().word()));
        }
        return has.get();
    }

    /** That there is no such machine, in the words for both cases of that. */
    public static OperationException absent(String machine) {
        return new OperationException(
                Failure.NOT_FOUND, "there is no machine \"%s\"".formatted(machine));
    }
}
