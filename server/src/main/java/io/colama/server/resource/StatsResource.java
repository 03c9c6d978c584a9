package io.colama.server.resource;

import io.colama.operations.Environment;
import io.colama.operations.Savings;
import io.colama.operations.Stats;
import io.colama.operations.Task;
import io.colama.server.access.Permissions;
import io.colama.server.people.Scope;
import io.colama.server.web.Caller;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the repository holds, as far as the caller sees it. */
@RestController
@RequestMapping("/api/v1/stats")
final class StatsResource {

    private final Environment environment;
    private final Permissions permissions;

    StatsResource(Environment environment, Permissions permissions) {
        this.environment = environment;
        this.permissions = permissions;
    }

    /**
     * Totals.
     *
     * @param machines how many machines
     * @param revisions how many revisions that a head or tag leads to
     * @param bytesLogical the virtual size of all disks of all these revisions
     * @param bytesUnique bytes of all different blocks, uncompressed
     * @param whole what the repository takes; for administrators alone
     */
    record View(
            long machines,
            long revisions,
            long bytesLogical,
            long bytesUnique,
            Optional<Whole> whole) {}

    /**
     * A whole repository.
     *
     * @param id its identity
     * @param bytesStored bytes of all packs
     * @param bytesIndex bytes of all index files
     * @param packs how many data packs and node packs
     */
    record Whole(String id, long bytesStored, long bytesIndex, long packs) {}

    /** Numbers that what others have would change are told to administrators alone. */
    @GetMapping
    View stats(@AuthenticationPrincipal Caller caller) throws IOException {
        if (caller.account().administrator() && caller.credential().scope().includes(Scope.ADMIN)) {
            Stats.Result all = new Stats(environment).run();
            return new View(
                    all.machines(),
                    all.revisions(),
                    all.bytesLogical(),
                    all.bytesUnique(),
                    Optional.of(
                            new Whole(all.id(), all.bytesStored(), all.bytesIndex(), all.packs())));
        }
        Permissions.Seen seen = permissions.seen(caller.account());
        Savings.Result some =
                new Savings(environment)
                        .run(machine -> seen.role(machine).isPresent(), Task.SILENT);
        return new View(
                some.machines().size(),
                some.revisions(),
                some.bytesLogical(),
                some.bytesDifferent(),
                Optional.empty());
    }
}
