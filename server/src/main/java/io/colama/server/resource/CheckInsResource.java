package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.people.Scope;
import io.colama.server.task.Tasks;
import io.colama.server.task.Workers;
import io.colama.server.upload.CheckIns;
import io.colama.server.upload.NewCheckIn;
import io.colama.server.upload.StoredCheckIn;
import io.colama.server.upload.Uploads;
import io.colama.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Check-ins whose files are uploaded, by the protocol tus 1.0.0. */
@RestController
@RequestMapping("/api/v1/check-ins")
final class CheckInsResource {

    private static final String RESUMABLE = "Tus-Resumable";
    private static final String VERSION = "1.0.0";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final String BYTES = "application/offset+octet-stream";

    private final Uploads uploads;
    private final CheckIns checkIns;
    private final Tasks tasks;
    private final Workers workers;
    private final AuditLog audit;

    CheckInsResource(
            Uploads uploads, CheckIns checkIns, Tasks tasks, Workers workers, AuditLog audit) {
        this.uploads = uploads;
        this.checkIns = checkIns;
        this.tasks = tasks;
        this.workers = workers;
        this.audit = audit;
    }

    record FileAnnounced(String name, long bytes) {}

    record New(
            String machine,
            Optional<String> message,
            Optional<List<String>> tags,
            Optional<String> title,
            Optional<String> format,
            List<FileAnnounced> files) {}

    record FileView(String name, long bytes, long received, String location) {}

    record View(String id, String machine, String task, List<FileView> files) {}

    private View view(StoredCheckIn checkIn) {
        return new View(
                checkIn.id(),
                checkIn.machine(),
                checkIn.taskId(),
                checkIns.files(checkIn.id()).stream()
                        .map(file ->
                                new FileView(
                                        file.name(),
                                        file.bytes(),
                                        file.received(),
                                        "/api/v1/check-ins/%s/files/%d"
                                                .formatted(checkIn.id(), file.number())))
                        .toList());
    }

    /** Begins one: says which files will come. The task waits for the first bytes. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<View> begin(@AuthenticationPrincipal Caller caller, @RequestBody New wanted)
            throws IOException {
        caller.require(Scope.WRITE);
        StoredCheckIn made =
                uploads.begin(
                        new NewCheckIn(
                                wanted.machine,
                                wanted.message.orElse(""),
                                wanted.title.orElse(""),
                                wanted.tags.orElse(List.of()),
                                wanted.format,
                                wanted.files.stream()
                                        .map(file ->
                                                new NewCheckIn.Announced(file.name, file.bytes))
                                        .toList()),
                        caller.account(),
                        caller.origin(),
                        caller.requestId());
        audit.add(
                caller.actor(),
                Deed.of("checkin.begin", "machine", made.machine()).changing("", made.id()));
        return ResponseEntity.created(URI.create("/api/v1/check-ins/" + made.id()))
                .body(view(made));
    }

    @GetMapping("/{id}")
    View show(@AuthenticationPrincipal Caller caller, @PathVariable String id) throws IOException {
        return view(uploads.require(id, caller.account()));
    }

    /** Gives it up. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void giveUp(@AuthenticationPrincipal Caller caller, @PathVariable String id)
            throws IOException {
        StoredCheckIn checkIn = uploads.require(id, caller.account());
        caller.require(Scope.WRITE);
        if (tasks.find(checkIn.taskId()).filter(task -> task.state().isEnd()).isPresent()) {
            throw new OperationException(Failure.CONFLICT, "the check-in has ended");
        }
        uploads.giveUp(checkIn, workers);
        audit.add(
                caller.actor(),
                Deed.of("checkin.end", "machine", checkIn.machine()).changing(id, ""));
    }

    /** What this end of the protocol can do. */
    @RequestMapping(path = "/{id}/files/{number}", method = RequestMethod.OPTIONS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> options() {
        return ResponseEntity.noContent()
                .header(RESUMABLE, VERSION)
                .header("Tus-Version", VERSION)
                .build();
    }

    /** How much has come. */
    @RequestMapping(path = "/{id}/files/{number}", method = RequestMethod.HEAD)
    ResponseEntity<Void> look(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable int number)
            throws IOException {
        StoredCheckIn.StoredFile file = uploads.file(uploads.require(id, caller.account()), number);
        return ResponseEntity.ok()
                .header(RESUMABLE, VERSION)
                .header(OFFSET, Long.toString(file.received()))
                .header(LENGTH, Long.toString(file.bytes()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Takes the next bytes. */
    @PatchMapping("/{id}/files/{number}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> take(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable int number,
            @RequestHeader(RESUMABLE) Optional<String> version,
            @RequestHeader(OFFSET) Optional<Long> offset,
            HttpServletRequest request)
            throws IOException {
        StoredCheckIn checkIn = uploads.require(id, caller.account());
        caller.require(Scope.WRITE);
        if (version.isPresent() && !version.get().equals(VERSION)) {
            return ResponseEntity.status(HttpStatus.PRECONDITION_FAILED)
                    .header("Tus-Version", VERSION)
                    .build();
        }
        if (!BYTES.equals(request.getContentType())) {
            throw new OperationException(
                    Failure.UNSUPPORTED, "the content type has to be " + BYTES);
        }
        if (offset.isEmpty() || offset.get() < 0) {
            throw new OperationException(Failure.USAGE, "say where the bytes begin with " + OFFSET);
        }
        long now =
                uploads.take(
                        checkIn,
                        uploads.file(checkIn, number),
                        offset.get(),
                        request.getContentLengthLong(),
                        request.getInputStream(),
                        workers);
        return ResponseEntity.noContent()
                .header(RESUMABLE, VERSION)
                .header(OFFSET, Long.toString(now))
                .build();
    }
}
