package io.colama.server.access;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.people.Account;
import io.colama.server.people.Groups;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** Decides. Threads: any number. */
public final class Permissions {

    private final Accesses accesses;
    private final Groups groups;

    /** Decides by ownership, groups and grants. */
    public Permissions(Accesses accesses, Groups groups) {
        this.accesses = accesses;
        this.groups = groups;
    }

    /** What an account may do with a machine; empty when it must not know of it. */
    public Optional<Role> of(Account account, String machine) {
        if (account.disabled()) {
            return Optional.empty();
        }
        if (account.administrator()) {
            return Optional.of(Role.OWNER);
        }
        Optional<Role> own =
                accesses.find(machine)
                        .flatMap(access -> byItself(access, account, groups.of(account)));
        Stream<Role> granted =
                accesses.granted(account.id(), Optional.of(machine)).stream()
                        .map(Accesses.Granted::role);
        return Stream.concat(own.stream(), granted).max(Comparator.naturalOrder());
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
        if (account.administrator() && !account.disabled()) {
            return new Seen(true, Map.of());
        }
        Map<String, Role> roles = new HashMap<>();
        if (!account.disabled()) {
            List<String> memberOf = groups.of(account);
            for (MachineAccess access : accesses.all()) {
                byItself(access, account, memberOf)
                        .ifPresent(role -> roles.put(access.machine(), role));
            }
            for (Accesses.Granted granted : accesses.granted(account.id(), Optional.empty())) {
                roles.merge(
                        granted.machine(),
                        granted.role(),
                        BinaryOperator.maxBy(Comparator.naturalOrder()));
            }
        }
        return new Seen(false, Map.copyOf(roles));
    }

    /**
     * The machines that an account sees.
     *
     * @param all whether these are all
     * @param roles what it may do with those that it sees, unless it may do everything
     */
    public record Seen(boolean all, Map<String, Role> roles) {

        /** What it may do with a machine; empty when it must not know of it. */
        public Optional<Role> role(String machine) {
            return all ? Optional.of(Role.OWNER) : Optional.ofNullable(roles.get(machine));
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
