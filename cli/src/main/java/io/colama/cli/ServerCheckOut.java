package io.colama.cli;

import io.colama.cli.remote.ServerClient;
import io.colama.disk.image.DiskFormat;
import io.colama.operations.CheckOut;
import io.colama.operations.Export;
import io.colama.operations.Failure;
import io.colama.operations.MachineOutput;
import io.colama.operations.OperationException;
import io.colama.operations.RevisionView;
import io.colama.operations.TargetFormat;
import io.colama.operations.Task;
import io.colama.revision.WorkingCopy;
import io.colama.store.Geometry;
import io.colama.store.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Fetches disks and machines of a server. Its methods have the requests and results of the
 * operations that do the same with a repository here. Bytes that are zero become holes.
 */
record ServerCheckOut(ServerClient client, Clock clock) {

    private static final int BUFFER = 1 << 16;
    private static final byte[] ZEROS = new byte[Geometry.BLOCK];

    /** Fetches one disk into a file, or all into a directory that becomes a working copy. */
    CheckOut.Result disks(CheckOut.Request request, Task task) throws IOException {
        Instant start = clock.instant();
        if (request.compress()) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "--compress does not work with --server: 'colama convert --compress' does it afterwards");
        }
        Place named = Place.of(request.revision());
        RevisionView view = client.read(client.get(named.revisionAddress()), RevisionView.class);
        Place place = new Place(named.machine(), Hash.parse(view.revision()).hex());
        return request.directory().isPresent()
                ? workingCopy(request, place, view, request.directory().get(), start, task)
                : file(request, place, view, start, task);
    }

    private CheckOut.Result file(
            CheckOut.Request request, Place place, RevisionView view, Instant start, Task task)
            throws IOException {
        Path target = request.file().orElseThrow();
        RevisionView.Disk disk = oneDisk(request, view);
        DiskFormat format = request.format().orElseGet(() -> TargetFormat.bySuffix(target));
        task.begin("fetching " + disk.name(), disk.bytesLogical());
        long data = fetch(address(place, disk, format), target, request.replace(), task);
        return result(place, List.of(disk), List.of(target), format, data, start);
    }

    private static RevisionView.Disk oneDisk(CheckOut.Request request, RevisionView view)
            throws OperationException {
        List<RevisionView.Disk> found =
                view.disks().stream()
                        .filter(one -> request.disk().map(one.name()::equals).orElse(true))
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        String names =
                String.join(", ", view.disks().stream().map(RevisionView.Disk::name).toList());
        throw request.disk().isPresent()
                ? new OperationException(
                        Failure.NOT_FOUND,
                        "the revision has no disk \"%s\", but: %s"
                                .formatted(request.disk().get(), names))
                : new OperationException(
                        Failure.USAGE,
                        "the revision has %d disks (%s): choose one with --disk, or check out to a directory"
                                .formatted(view.disks().size(), names));
    }

    private static String address(Place place, RevisionView.Disk disk, DiskFormat format) {
        return place.diskAddress(disk.name()) + "?format=" + format.formatName();
    }

    private CheckOut.Result workingCopy(
            CheckOut.Request request,
            Place place,
            RevisionView view,
            Path directory,
            Instant start,
            Task task)
            throws IOException {
        CheckOut.requireEmpty(directory);
        DiskFormat format = request.format().orElse(DiskFormat.RAW);
        List<Path> targets = new ArrayList<>();
        List<WorkingCopy.DiskFile> files = new ArrayList<>();
        for (RevisionView.Disk disk : view.disks()) {
            CheckOut.requirePlain("a disk", disk.name());
            String name = disk.name() + "." + format.formatName();
            targets.add(directory.resolve(name));
            files.add(new WorkingCopy.DiskFile(disk.name(), name, format.formatName()));
        }
        Optional<String> definition =
                Optional.of(view.definition()).filter(name -> !name.isEmpty());
        if (definition.isPresent()) {
            CheckOut.requirePlain("the definition", definition.get());
        }
        Files.createDirectories(directory);
        if (definition.isPresent()) {
            Files.write(
                    directory.resolve(definition.get()),
                    client.bytes(place.revisionAddress() + "/definition"),
                    StandardOpenOption.CREATE_NEW);
        }
        task.begin(
                "fetching", view.disks().stream().mapToLong(RevisionView.Disk::bytesLogical).sum());
        long data = 0;
        for (int i = 0; i < targets.size(); i++) {
            data += fetch(address(place, view.disks().get(i), format), targets.get(i), false, task);
        }
        new WorkingCopy(directory, place.machine(), Hash.parse(place.revision()), files, definition)
                .save();
        return result(place, view.disks(), targets, format, data, start);
    }

    private CheckOut.Result result(
            Place place,
            List<RevisionView.Disk> disks,
            List<Path> targets,
            DiskFormat format,
            long data,
            Instant start) {
        List<CheckOut.Result.File> files = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            files.add(
                    new CheckOut.Result.File(
                            disks.get(i).name(),
                            disks.get(i).id(),
                            targets.get(i).toString(),
                            format.formatName()));
        }
        return new CheckOut.Result(
                place.machine(),
                place.revision(),
                files,
                disks.stream().mapToLong(RevisionView.Disk::bytesLogical).sum(),
                data,
                seconds(start));
    }

    private double seconds(Instant start) {
        return Duration.between(start, clock.instant()).toMillis() / 1000.0;
    }

    /** Fetches a whole machine as one file. */
    Export.Result machine(Export.Request request, Task task) throws IOException {
        Instant start = clock.instant();
        MachineOutput output = request.output();
        if (!output.oneFile() || request.secondOvf() || request.newIdentity()) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "with --server a whole machine is fetched as one file, ova or a box, and as it is");
        }
        Place named = Place.of(request.revision());
        RevisionView view = client.read(client.get(named.revisionAddress()), RevisionView.class);
        Place place = new Place(named.machine(), view.revision());
        task.begin("fetching " + place.machine(), 0);
        String address =
                place.revisionAddress() + "/package?format=" + Place.quoted(output.outputName());
        long data = fetch(address, request.target(), request.replace(), task);
        return new Export.Result(
                place.machine(),
                place.revision(),
                output.outputName(),
                List.of(
                        new Export.Result.File(
                                request.target().toString(), Files.size(request.target()))),
                view.disks().stream().mapToLong(RevisionView.Disk::bytesLogical).sum(),
                data,
                seconds(start),
                List.of());
    }

    /** Fetches bytes into a file, which appears whole and synced; answers how many are not zero. */
    private long fetch(String address, Path file, boolean replace, Task task) throws IOException {
        if (!replace && Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path absolute = file.toAbsolutePath();
        Path part =
                Files.createTempFile(
                        absolute.getParent(), "." + absolute.getFileName() + ".", ".part");
        try (InputStream in = client.open(address);
                FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            long at = 0;
            long data = 0;
            for (int read = whole(in, buffer); read > 0; read = whole(in, buffer)) {
                task.check();
                data += write(out, at, buffer, read);
                at += read;
                task.advance(read);
            }
            if (out.size() < at) {
                out.write(ByteBuffer.allocate(1), at - 1);
            }
            out.force(true);
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
            return data;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes the blocks that are not zero; answers how many bytes these have. */
    private static long write(FileChannel out, long at, byte[] buffer, int length)
            throws IOException {
        long data = 0;
        int from = 0;
        for (int end = 0; end < length; ) {
            int block = end;
            end = Math.min(length, end + Geometry.BLOCK);
            boolean zero = Arrays.equals(buffer, block, end, ZEROS, 0, end - block);
            data += zero ? 0 : end - block;
            if (zero || end == length) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, from, (zero ? block : end) - from);
                for (long place = at + from; bytes.hasRemaining(); ) {
                    place += out.write(bytes, place);
                }
                from = end;
            }
        }
        return data;
    }

    private static int whole(InputStream in, byte[] buffer) throws IOException {
        return in.readNBytes(buffer, 0, buffer.length);
    }
}
