package io.colama.server.resource;

import io.colama.operations.Environment;
import io.colama.operations.Savings;
import io.colama.operations.Task;
import io.colama.server.access.Permissions;
import io.colama.server.web.Caller;
import java.io.IOException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the machines take, and what would be free without each. */
@RestController
@RequestMapping("/api/v1/savings")
final class SavingsResource {

    private final Environment environment;
    private final Permissions permissions;

    SavingsResource(Environment environment, Permissions permissions) {
        this.environment = environment;
        this.permissions = permissions;
    }

    /**
     * Compares the machines that the caller sees with each other: a number that others change would
     * tell what they have.
     */
    @GetMapping
    Savings.Result savings(@AuthenticationPrincipal Caller caller) throws IOException {
        Permissions.Seen seen = permissions.seen(caller.account());
        return new Savings(environment).run(machine -> seen.role(machine).isPresent(), Task.SILENT);
    }
}
