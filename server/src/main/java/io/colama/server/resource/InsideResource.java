package io.colama.server.resource;

import io.colama.guest.archive.ArchivePacking;
import io.colama.guest.tree.GuestTree;
import io.colama.operations.ArchiveFiles;
import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.GuestFiles;
import io.colama.operations.GuestPath;
import io.colama.operations.Inspect;
import io.colama.operations.OperationException;
import io.colama.operations.Task;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.meter.Meters;
import io.colama.server.web.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is inside a revision. */
@RestController
@RequestMapping("/api/v1/machines/{machine}")
final class InsideResource {

    private static final List<String> ARCHIVES = List.of("tar", "tar.gz", "tar.zst", "tar.xz");

    private static final int MOST_LISTED = 10_000;

    private final Environment environment;
    private final Permissions permissions;
    private final AuditLog audit;
    private final MachineCatalogue catalogue;
    private final Meters meters;

    InsideResource(
            Environment environment,
            Permissions permissions,
            AuditLog audit,
            MachineCatalogue catalogue,
            Meters meters) {
        this.environment = environment;
        this.permissions = permissions;
        this.audit = audit;
        this.catalogue = catalogue;
        this.meters = meters;
    }

    /** A revision that the caller may see, as operations call it, and by whom it is asked for. */
    private record Asked(Environment environment, String revision) {}

    private Asked asked(Caller caller, String machine, String revision) throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        return new Asked(
                environment.forOther(caller.account().name()),
                RevisionNaming.of(machine, revision));
    }

    /** The facts; a revision that was not inspected yet is inspected now. */
    @GetMapping("/revisions/{revision}/inspection")
    Inspect.Result inspection(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision)
            throws IOException {
        Asked asked = asked(caller, machine, revision);
        Inspect.Result found =
                new Inspect(asked.environment)
                        .run(new Inspect.Request(asked.revision, false, false), Task.SILENT);
        catalogue.inspected(machine, found.revision());
        return found;
    }

    /** A directory, or a file alone. */
    @GetMapping("/revisions/{revision}/files")
    List<GuestFiles.Listed> files(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @RequestParam(defaultValue = "/") String path,
            @RequestParam Optional<String> volume)
            throws IOException {
        Asked asked = asked(caller, machine, revision);
        List<GuestFiles.Listed> found = new ArrayList<>();
        try (GuestFiles files =
                GuestFiles.open(asked.environment, new GuestPath(asked.revision, volume, path))) {
            files.list(
                    path,
                    false,
                    Task.SILENT,
                    file -> {
                        if (found.size() == MOST_LISTED) {
                            throw new OperationException(
                                    Failure.UNSUPPORTED,
                                    "%s holds more than %d files".formatted(path, MOST_LISTED));
                        }
                        found.add(file);
                    });
        }
        return found;
    }

    /**
     * The bytes of a file, never as something that a browser would show or run. Its length is told
     * before, so that one that was cut off is not taken for the whole.
     */
    @GetMapping("/revisions/{revision}/content")
    void content(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @RequestParam String path,
            @RequestParam Optional<String> volume,
            HttpServletResponse response)
            throws IOException {
        Asked asked = asked(caller, machine, revision);
        try (GuestFiles files =
                GuestFiles.open(asked.environment, new GuestPath(asked.revision, volume, path))) {
            var file = files.file(path);
            note(caller, machine, asked.revision + ":" + file.path());
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            attach(response, name);
            response.setContentLengthLong(file.node().attributes().sizeBytes());
            files.read(
                    path,
                    Task.SILENT,
                    meters.sending(Meters.Sent.FILE, response.getOutputStream()));
        }
    }

    private void note(Caller caller, String machine, String what) {
        audit.add(caller.actor(), Deed.of("machine.read", "machine", machine).changing("", what));
    }

    private static void attach(HttpServletResponse response, String name) {
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
    }

    /**
     * A file, or a directory with all below it, as a tar archive. Its length is not known before;
     * one that was cut off has no end.
     *
     * @param format {@code tar}, {@code tar.gz}, {@code tar.zst} or {@code tar.xz}
     */
    @GetMapping("/revisions/{revision}/archive")
    void archive(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @RequestParam(defaultValue = "/") String path,
            @RequestParam Optional<String> volume,
            @RequestParam(defaultValue = "tar") String format,
            HttpServletResponse response)
            throws IOException {
        Asked asked = asked(caller, machine, revision);
        if (!ARCHIVES.contains(format)) {
            throw new OperationException(
                    Failure.USAGE,
                    "\"%s\" is no form of an archive; there are %s"
                            .formatted(format, String.join(", ", ARCHIVES)));
        }
        try (GuestFiles files =
                GuestFiles.open(asked.environment, new GuestPath(asked.revision, volume, path))) {
            GuestTree.Located start = files.at(path);
            note(caller, machine, asked.revision + ":" + start.path());
            String name = start.path().substring(start.path().lastIndexOf('/') + 1);
            attach(response, (name.isEmpty() ? machine : name) + "." + format);
            ArchiveFiles.write(
                    files,
                    start,
                    ArchivePacking.of(format),
                    meters.sending(Meters.Sent.FILE, response.getOutputStream()),
                    Task.SILENT);
        }
    }
}
