package io.colama.server.resource;

import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.Show;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.resource.RevisionNaming.Named;
import io.colama.server.task.StoredTask;
import io.colama.server.task.Tasks;
import io.colama.server.task.Workers;
import io.colama.server.verification.VerifyWork;
import io.colama.server.web.Caller;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reads back what is stored, for administrators. */
@RestController
@RequestMapping("/api/v1/verifications")
final class VerificationsResource {

    private final Environment environment;
    private final Tasks tasks;
    private final Workers workers;
    private final AuditLog audit;

    VerificationsResource(Environment environment, Tasks tasks, Workers workers, AuditLog audit) {
        this.environment = environment;
        this.tasks = tasks;
        this.workers = workers;
        this.audit = audit;
    }

    /**
     * What to verify; without anything, all.
     *
     * @param revision a machine, or a revision with its machine
     * @param fraction of everything, how much is decoded: above 0, at most 1
     * @param bytesPerSecond at most so much is read
     * @param resume whether to go on where the last full one was stopped
     */
    record Wanted(
            Optional<String> revision,
            Optional<Double> fraction,
            Optional<Long> bytesPerSecond,
            Optional<Boolean> resume) {}

    /** Begins one, if none is under way. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<TaskView> begin(
            @AuthenticationPrincipal Caller caller, @RequestBody Wanted wanted) throws IOException {
        caller.requireAdministrator();
        double fraction = wanted.fraction.orElse(1.0);
        long rate = wanted.bytesPerSecond.orElse(Long.MAX_VALUE);
        boolean resume = wanted.resume.orElse(false);
        if (!(fraction > 0 && fraction <= 1) || rate < 1) {
            throw new OperationException(
                    Failure.USAGE,
                    "a fraction above 0 and at most 1, and a byte in a second at least, are expected");
        }
        if (resume && (wanted.revision.isPresent() || fraction < 1)) {
            throw new OperationException(Failure.USAGE, "only a full verification can be resumed");
        }
        if (wanted.revision.isPresent()) {
            Named named = Named.parse(wanted.revision.get());
            new Show(environment).run(RevisionNaming.of(named.machine(), named.revision()));
        }
        Optional<StoredTask> other = tasks.unended(VerifyWork.KIND);
        if (other.isPresent()) {
            throw new OperationException(
                    Failure.CONFLICT,
                    "a verification of %s is under way: task %s"
                            .formatted(other.get().actor(), other.get().id()));
        }
        StoredTask task =
                tasks.add(
                        new Tasks.New(
                                VerifyWork.KIND,
                                new VerifyWork.Subject(
                                                wanted.revision.orElse(""), fraction, rate, resume)
                                        .text(),
                                "",
                                caller.account().id(),
                                caller.account().name(),
                                Optional.empty(),
                                false));
        audit.add(
                caller.actor(),
                Deed.of("repository.verify", "repository", wanted.revision.orElse("all")));
        workers.look();
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, TaskView.location(task.id()))
                .body(TaskView.of(task));
    }
}
