package io.colama.operations;

import io.colama.block.BlockSink;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.qcow2.Backing;
import io.colama.disk.qcow2.Qcow2Sink;
import io.colama.nbd.client.NbdUri;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import io.colama.revision.WorkingCopy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a working copy of overlays: each disk is an empty qcow2 image that names the revision's
 * disk below it, so that a hypervisor writes only what changes and a check-in reads only that.
 */
public final class CheckOutOverlay {

    private final Environment environment;

    /** Checks out of the repository of the environment. */
    public CheckOutOverlay(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to make where.
     *
     * @param revision a name such as {@code web@v1}
     * @param directory the working copy to make; absent or empty
     * @param server the address of an NBD server of this repository, which the overlays name;
     *     without one the disks are written beside them, to be read only
     */
    public record Request(String revision, Path directory, Optional<String> server) {}

    /** Makes it. */
    public CheckOut.Result run(Request request, Task task) throws IOException {
        Instant start = environment.clock().instant();
        try (Repository repository = environment.open()) {
            Resolved resolved = repository.resolve(request.revision());
            Path directory = request.directory();
            CheckOut.requireEmpty(directory);
            Files.createDirectories(directory);
            Revision revision = resolved.revision();
            task.begin("checking out", request.server().isPresent() ? 0 : revision.sizeBytes());
            Optional<String> definition = CheckOut.definition(repository, revision, directory);
            List<WorkingCopy.DiskFile> files = new ArrayList<>();
            List<CheckOut.Result.File> made = new ArrayList<>();
            long data = 0;
            for (Revision.Disk disk : revision.disks()) {
                String below =
                        request.server().isPresent()
                                ? address(request.server().get(), resolved, disk)
                                : disk.name() + ".base.raw";
                if (request.server().isEmpty()) {
                    data += base(repository, disk, directory.resolve(below), task);
                }
                String name = disk.name() + ".qcow2";
                try (BlockSink overlay =
                        Qcow2Sink.createOverlay(
                                directory.resolve(name),
                                disk.sizeBytes(),
                                new Backing(below, DiskFormat.RAW.formatName()),
                                WriteOptions.defaults())) {
                    overlay.finish();
                }
                files.add(
                        new WorkingCopy.DiskFile(
                                disk.name(),
                                name,
                                DiskFormat.QCOW2.formatName(),
                                Optional.of(new WorkingCopy.Below(disk.id(), below))));
                made.add(
                        new CheckOut.Result.File(
                                disk.name(),
                                disk.id().hex(),
                                directory.resolve(name).toString(),
                                DiskFormat.QCOW2.formatName()));
            }
            String machine = resolved.machine().orElse(revision.machine());
            new WorkingCopy(directory, machine, resolved.id(), files, definition).save();
            Duration took = Duration.between(start, environment.clock().instant());
            return new CheckOut.Result(
                    machine,
                    resolved.id().hex(),
                    made,
                    revision.sizeBytes(),
                    data,
                    took.toMillis() / 1000.0);
        }
    }

    /** Writes a disk that must not be changed any more, since the overlay lies over it. */
    private static long base(Repository repository, Revision.Disk disk, Path target, Task task)
            throws IOException {
        long data = repository.store().dataBytes(disk.id());
        WriteOptions options = WriteOptions.defaults().withExpectedBytes(data);
        try (BlockSink sink =
                TargetFormat.create(target, DiskFormat.RAW, disk.sizeBytes(), options)) {
            repository.store().copy(disk.id(), sink, task);
            sink.finish();
        }
        if (!target.toFile().setReadOnly()) {
            throw new OperationException(
                    Failure.FAILED, target + ": cannot be made read-only; it must not be changed");
        }
        return data;
    }

    /** The address of a disk at a server: that of the revision by its id, which never moves. */
    private static String address(String server, Resolved resolved, Revision.Disk disk)
            throws OperationException {
        String export =
                "%s@%s/%s"
                        .formatted(
                                resolved.machine().orElse(resolved.revision().machine()),
                                resolved.id().hex(),
                                disk.name());
        try {
            URI uri = new URI(server);
            String scheme = String.valueOf(uri.getScheme());
            boolean known = List.of("nbd", "nbds", "nbd+unix").contains(scheme);
            boolean bare =
                    uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
            if (known && bare) {
                String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
                // a socket of the Unix domain has no host, and yet two slashes before it
                String host = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
                return scheme + "://" + host + "/" + NbdUri.path(export) + query;
            }
        } catch (URISyntaxException wrong) {
            throw usage(server);
        }
        throw usage(server);
    }

    private static OperationException usage(String server) {
        return new OperationException(
                Failure.USAGE,
                "\"%s\" is not the address of a server: nbd://HOST[:PORT] or nbd+unix:///?socket=FILE is expected"
                        .formatted(server));
    }
}
