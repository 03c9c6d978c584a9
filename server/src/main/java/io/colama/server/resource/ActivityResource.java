package io.colama.server.resource;

import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditEvent;
import io.colama.server.audit.AuditLog;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was done with a machine, for those who see it. */
@RestController
@RequestMapping("/api/v1/machines/{machine}/activity")
final class ActivityResource {

    private final Permissions permissions;
    private final AuditLog audit;

    ActivityResource(Permissions permissions, AuditLog audit) {
        this.permissions = permissions;
        this.audit = audit;
    }

    /**
     * An event, without what is the affair of administrators.
     *
     * @param number from 1
     * @param actor the name of the account, as it was
     * @param action what, such as {@code machine.tag}
     * @param before how it was
     * @param after how it is
     * @param reason that the actor gave
     */
    record Event(
            long number,
            Instant happened,
            String actor,
            String action,
            String before,
            String after,
            String reason) {

        static Event of(AuditEvent event) {
            return new Event(
                    event.number(),
                    event.happened(),
                    event.actor(),
                    event.action(),
                    event.before(),
                    event.after(),
                    event.reason());
        }
    }

    /**
     * The youngest first.
     *
     * @param before events with smaller numbers
     */
    @GetMapping
    Page<Event> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @RequestParam Optional<Long> before,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        int most = Page.limit(limit);
        AuditLog.Query query =
                new AuditLog.Query(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("machine"),
                        Optional.of(machine),
                        before.orElse(Long.MAX_VALUE),
                        most + 1);
        return Page.of(audit.find(query), most, event -> Long.toString(event.number()))
                .map(Event::of);
    }
}
