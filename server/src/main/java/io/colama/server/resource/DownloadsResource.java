package io.colama.server.resource;

import io.colama.block.BlockSource;
import io.colama.disk.image.DiskFormat;
import io.colama.operations.DiskView;
import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.HashesView;
import io.colama.operations.MachineOutput;
import io.colama.operations.OperationException;
import io.colama.operations.PackageStream;
import io.colama.operations.Task;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.meter.Meters;
import io.colama.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Disks and whole machines as files. None is kept anywhere: a disk is laid out and read as it is
 * sent, a package is made twice, the first time to learn what its headers say.
 */
@RestController
@RequestMapping("/api/v1/machines/{machine}/revisions/{revision}")
final class DownloadsResource {

    private static final int PIECE = 1 << 20;

    /** Packages that are made at once: each takes all processors while it is. */
    private static final int MOST_PACKAGES = 4;

    private static final int MOST_WAIT_SECONDS = 60;

    private final Environment environment;
    private final Permissions permissions;
    private final AuditLog audit;
    private final Meters meters;
    private final Semaphore packages = new Semaphore(MOST_PACKAGES, true);

    DownloadsResource(
            Environment environment, Permissions permissions, AuditLog audit, Meters meters) {
        this.environment = environment;
        this.permissions = permissions;
        this.audit = audit;
        this.meters = meters;
    }

    private String asked(Caller caller, String machine, String revision) throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        return RevisionNaming.of(machine, revision);
    }

    private Environment as(Caller caller) {
        return environment.forOther(caller.account().name());
    }

    private void note(Caller caller, String machine, String what) {
        audit.add(
                caller.actor(), Deed.of("machine.download", "machine", machine).changing("", what));
    }

    private static void file(HttpServletResponse response, String name) {
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
    }

    /**
     * A disk as an image, whole or a part of it. The same disk and format are the same bytes for
     * ever, so that a download that broke off goes on where it was.
     */
    @GetMapping("/disks/{disk}")
    void disk(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @PathVariable String disk,
            @RequestParam(defaultValue = "raw") String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String name = asked(caller, machine, revision);
        DiskFormat form =
                DiskFormat.byName(format)
                        .filter(DiskFormat::writable)
                        .orElseThrow(() ->
                                new OperationException(
                                        Failure.USAGE,
                                        "\"%s\" is no format that is written; /api/v1/about names these"
                                                .formatted(format)));
        try (DiskView view = DiskView.open(as(caller), name, disk, form)) {
            String tag = "\"" + view.version() + "\"";
            response.setHeader(HttpHeaders.ETAG, tag);
            response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
            if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
            long size = view.content().size();
            String known = request.getHeader(HttpHeaders.IF_RANGE);
            Optional<ByteRange> range =
                    known == null || known.equals(tag)
                            ? ByteRange.parse(
                                    Optional.ofNullable(request.getHeader(HttpHeaders.RANGE)), size)
                            : Optional.empty();
            ByteRange part = range.orElse(new ByteRange(0, size));
            if (range.isPresent() && part.length() == 0) {
                response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
                response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                return;
            }
            if (range.isPresent()) {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader(
                        HttpHeaders.CONTENT_RANGE,
                        "bytes %d-%d/%d"
                                .formatted(part.from(), part.from() + part.length() - 1, size));
            }
            file(response, view.fileName());
            response.setContentLengthLong(part.length());
            if (request.getMethod().equals("HEAD")) {
                return;
            }
            note(caller, machine, "%s %s %s".formatted(view.revision(), disk, form.formatName()));
            send(
                    view.content(),
                    part,
                    meters.sending(Meters.Sent.DISK, response.getOutputStream()));
        }
    }

    /**
     * Hashes of a disk, of 32 bytes each, with which somebody finds out what of his own copy of it
     * differs. They tell nothing that the disk would not.
     *
     * @param level 0 for blocks of 4,096 bytes, 1 for the groups of 128 hashes of these
     * @param from the number of the first
     */
    @GetMapping("/disks/{disk}/hashes")
    ResponseEntity<byte[]> hashes(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @PathVariable String disk,
            @RequestParam(defaultValue = "1") int level,
            @RequestParam(defaultValue = "0") long from,
            @RequestParam(defaultValue = "65536") int count)
            throws IOException {
        String name = asked(caller, machine, revision);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(
                        new HashesView(as(caller))
                                .run(new HashesView.Request(name, disk, level, from, count)));
    }

    /** A client that has gone away is noticed by the next write, which fails. */
    private static void send(BlockSource content, ByteRange part, OutputStream out)
            throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, part.length())];
        long end = part.from() + part.length();
        for (long at = part.from(); at < end; ) {
            int length = (int) Math.min(PIECE - at % PIECE, end - at);
            content.read(at, ByteBuffer.wrap(piece, 0, length));
            out.write(piece, 0, length);
            at += length;
        }
    }

    /** A whole machine as one file. */
    @GetMapping("/package")
    void machine(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @RequestParam(defaultValue = "ova") String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String name = asked(caller, machine, revision);
        MachineOutput output =
                MachineOutput.byName(format.equals("box") ? "vagrant-libvirt" : format)
                        .filter(MachineOutput::oneFile)
                        .orElseThrow(() ->
                                new OperationException(
                                        Failure.USAGE,
                                        "\"%s\" is no package that is written; /api/v1/about names these"
                                                .formatted(format)));
        if (request.getMethod().equals("HEAD")) {
            file(response, machine + "." + output.suffix());
            return;
        }
        take();
        try (PackageStream stream = PackageStream.open(as(caller), name, output, Task.SILENT)) {
            file(response, stream.fileName());
            response.setContentLengthLong(stream.bytes());
            note(caller, machine, "%s %s".formatted(stream.revision(), output.outputName()));
            stream.write(meters.sending(Meters.Sent.PACKAGE, response.getOutputStream()));
        } finally {
            packages.release();
        }
    }

    private void take() throws OperationException {
        try {
            if (packages.tryAcquire(MOST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new OperationException(
                Failure.CONFLICT, "too many packages are being made: try again later");
    }
}
