package io.colama.server.resource;

import io.colama.operations.AddNote;
import io.colama.operations.Environment;
import io.colama.operations.Log;
import io.colama.operations.ReadDefinition;
import io.colama.operations.RevisionView;
import io.colama.operations.Show;
import io.colama.operations.Tag;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.people.Scope;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The revisions of a machine, their tags and notes. */
@RestController
@RequestMapping("/api/v1/machines/{machine}")
final class RevisionsResource {

    private final Environment environment;
    private final MachineCatalogue catalogue;
    private final Permissions permissions;
    private final AuditLog audit;

    RevisionsResource(
            Environment environment,
            MachineCatalogue catalogue,
            Permissions permissions,
            AuditLog audit) {
        this.environment = environment;
        this.catalogue = catalogue;
        this.permissions = permissions;
        this.audit = audit;
    }

    record Tagging(String revision, Optional<Boolean> move) {}

    record Noting(String text) {}

    private Environment as(Caller caller) {
        return environment.forOther(caller.account().name());
    }

    /**
     * The history, the youngest first.
     *
     * @param from where to begin
     */
    @GetMapping("/revisions")
    List<RevisionView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @RequestParam(defaultValue = RevisionNaming.HEAD) String from,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        String name = RevisionNaming.of(machine, from);
        return new Log(environment)
                .run(new Log.Request(Optional.of(name), Page.limit(limit)))
                .revisions();
    }

    @GetMapping("/revisions/{revision}")
    RevisionView show(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        return new Show(environment).run(RevisionNaming.of(machine, revision));
    }

    /** The file with the definition of its hardware, as it was checked in. */
    @GetMapping("/revisions/{revision}/definition")
    ResponseEntity<byte[]> definition(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        ReadDefinition.Result file =
                new ReadDefinition(environment).run(RevisionNaming.of(machine, revision));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(file.fileName(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(file.bytes());
    }

    /** Moving a tag takes a name away from a revision, so it needs more than giving one. */
    @PutMapping("/tags/{tag}")
    Tag.Result tag(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String tag,
            @RequestBody Tagging wanted)
            throws IOException {
        boolean move = wanted.move.orElse(false);
        permissions.require(caller.account(), machine, move ? Role.MAINTAINER : Role.CONTRIBUTOR);
        caller.require(Scope.WRITE);
        String name = RevisionNaming.of(machine, wanted.revision);
        Tag.Result done = new Tag(as(caller)).run(name, tag, move);
        catalogue.changed(machine);
        audit.add(
                caller.actor(),
                Deed.of("machine.tag", "machine", machine)
                        .changing("", tag + "=" + done.revision()));
        return done;
    }

    @PostMapping("/revisions/{revision}/notes")
    @ResponseStatus(HttpStatus.CREATED)
    AddNote.Result note(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @RequestBody Noting wanted)
            throws IOException {
        permissions.require(caller.account(), machine, Role.CONTRIBUTOR);
        caller.require(Scope.WRITE);
        AddNote.Result done =
                new AddNote(as(caller)).run(RevisionNaming.of(machine, revision), wanted.text);
        catalogue.changed(machine);
        audit.add(
                caller.actor(),
                Deed.of("machine.note", "machine", machine)
                        .changing("", done.revision() + " " + done.text()));
        return done;
    }
}
