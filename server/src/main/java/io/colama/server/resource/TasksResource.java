package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.people.Scope;
import io.colama.server.task.StoredTask;
import io.colama.server.task.TaskState;
import io.colama.server.task.Tasks;
import io.colama.server.task.Workers;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import io.colama.server.web.Words;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the caller has under way; for administrators, what everybody has. */
@RestController
@RequestMapping("/api/v1/tasks")
final class TasksResource {

    private final Tasks tasks;
    private final Workers workers;
    private final AuditLog audit;

    TasksResource(Tasks tasks, Workers workers, AuditLog audit) {
        this.tasks = tasks;
        this.workers = workers;
        this.audit = audit;
    }

    /** The youngest first. */
    @GetMapping
    Page<TaskView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam Optional<String> state,
            @RequestParam Optional<String> machine,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        int most = Page.limit(limit);
        Optional<TaskState> wanted =
                state.isPresent() ? Optional.of(state(state.get())) : Optional.empty();
        Optional<String> actor =
                caller.account().administrator()
                        ? Optional.empty()
                        : Optional.of(caller.account().id());
        List<StoredTask> found =
                tasks.list(new Tasks.Query(actor, wanted, machine, Page.after(cursor), most + 1));
        Page<StoredTask> page = Page.of(found, most, Tasks::place);
        return new Page<>(page.items().stream().map(TaskView::of).toList(), page.next());
    }

    private static TaskState state(String word) throws OperationException {
        return Words.parse(
                TaskState.values(),
                TaskState::word,
                word,
                "a task is queued, running, waiting, succeeded, failed or cancelled, and not \"%s\""
                        .formatted(word));
    }

    @GetMapping("/{id}")
    TaskView show(@AuthenticationPrincipal Caller caller, @PathVariable String id)
            throws IOException {
        StoredTask task = require(caller, id);
        return TaskView.of(task, tasks.log(id));
    }

    private StoredTask require(Caller caller, String id) throws OperationException {
        return tasks.find(id)
                .filter(task ->
                        caller.account().administrator()
                                || task.actorId().equals(caller.account().id()))
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND, "there is no task \"%s\"".formatted(id)));
    }

    /** Asks for it to end; it may take a moment to do so. */
    @PostMapping("/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<TaskView> cancel(@AuthenticationPrincipal Caller caller, @PathVariable String id)
            throws IOException {
        StoredTask task = require(caller, id);
        caller.require(Scope.WRITE);
        if (task.state().isEnd()) {
            throw new OperationException(
                    Failure.CONFLICT, "the task has ended: it is " + task.state().word());
        }
        workers.cancel(id);
        audit.add(caller.actor(), Deed.of("task.cancel", "task", id));
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, TaskView.location(id))
                .body(TaskView.of(require(caller, id)));
    }
}
