package io.colama.operations;

import io.colama.block.BlockSink;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import io.colama.revision.WorkingCopy;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the disks of a revision: one into a file, or all into a directory that becomes a working
 * copy.
 */
public final class CheckOut {

    private final Environment environment;

    /** Checks out of the repository of the environment. */
    public CheckOut(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to write where.
     *
     * @param revision a name such as {@code web@v1}
     * @param directory the working copy to make; absent or empty
     * @param file or the file for one disk
     * @param disk which disk goes to the file; may be left out when there is one only
     * @param format the format; left out, the file's suffix decides, else raw
     * @param compress whether clusters are compressed, where the format can
     * @param replace whether an existing file is replaced
     */
    public record Request(
            String revision,
            Optional<Path> directory,
            Optional<Path> file,
            Optional<String> disk,
            Optional<DiskFormat> format,
            boolean compress,
            boolean replace) {}

    /**
     * What was written.
     *
     * @param machine the machine that was named
     * @param revision the revision's id
     * @param files in the order of the disks
     * @param bytesLogical the virtual size of what was written
     * @param bytesData bytes that are not known to be zero
     * @param seconds how long it took
     */
    public record Result(
            String machine,
            String revision,
            List<File> files,
            long bytesLogical,
            long bytesData,
            double seconds) {

        /**
         * A written disk.
         *
         * @param disk its name in the revision
         * @param id its fs-verity digest, which {@code fsverity digest} confirms for a raw file
         * @param path where it is
         * @param format in which format
         */
        public record File(String disk, String id, String path, String format) {}
    }

    /** Checks out; every file appears complete and synced, or not at all. */
    public Result run(Request request, Task task) throws IOException {
        Instant start = environment.clock().instant();
        if (request.directory().isPresent() == request.file().isPresent()) {
            throw new OperationException(
                    Failure.USAGE, "name either a directory to check out to, or a file with -o");
        }
        try (Repository repository = environment.open()) {
            Resolved resolved = repository.resolve(request.revision());
            if (request.directory().isPresent()) {
                return workingCopy(
                        repository, request, resolved, request.directory().get(), start, task);
            }
            Path target = request.file().orElseThrow();
            Revision.Disk disk = oneDisk(request, resolved.revision());
            DiskFormat format = request.format().orElseGet(() -> TargetFormat.bySuffix(target));
            long data = write(repository, List.of(disk), List.of(target), format, request, task);
            return result(resolved, List.of(disk), List.of(target), format, data, start);
        }
    }

    private static Revision.Disk oneDisk(Request request, Revision revision)
            throws OperationException {
        List<Revision.Disk> disks = revision.disks();
        String names = String.join(", ", disks.stream().map(Revision.Disk::name).toList());
        if (request.disk().isPresent()) {
            return disks.stream()
                    .filter(disk -> disk.name().equals(request.disk().get()))
                    .findFirst()
                    .orElseThrow(() ->
                            new OperationException(
                                    Failure.NOT_FOUND,
                                    "the revision has no disk \"%s\", but: %s"
                                            .formatted(request.disk().get(), names)));
        }
        if (disks.size() != 1) {
            throw new OperationException(
                    Failure.USAGE,
                    "the revision has %d disks (%s): choose one with --disk, or check out to a directory"
                            .formatted(disks.size(), names));
        }
        return disks.getFirst();
    }

    private Result workingCopy(
            Repository repository,
            Request request,
            Resolved resolved,
            Path directory,
            Instant start,
            Task task)
            throws IOException {
        requireEmpty(directory);
        Files.createDirectories(directory);
        DiskFormat format = request.format().orElse(DiskFormat.RAW);
        Revision revision = resolved.revision();
        List<Path> targets = new ArrayList<>();
        List<WorkingCopy.DiskFile> files = new ArrayList<>();
        for (Revision.Disk disk : revision.disks()) {
            String name = disk.name() + "." + format.formatName();
            targets.add(directory.resolve(name));
            files.add(new WorkingCopy.DiskFile(disk.name(), name, format.formatName()));
        }
        Optional<String> definition = definition(repository, revision, directory);
        long data = write(repository, revision.disks(), targets, format, request, task);
        new WorkingCopy(
                        directory,
                        resolved.machine().orElse(revision.machine()),
                        resolved.id(),
                        files,
                        definition)
                .save();
        return result(resolved, revision.disks(), targets, format, data, start);
    }

    /** Writes the definition file of a revision, if it has one, and answers its name. */
    static Optional<String> definition(Repository repository, Revision revision, Path directory)
            throws IOException {
        Optional<String> definition = revision.definition().map(Revision.Definition::fileName);
        if (definition.isPresent()) {
            requirePlain("the definition", definition.get());
            Files.write(
                    directory.resolve(definition.get()),
                    repository.definition(revision.definition().get()));
        }
        return definition;
    }

    /**
     * Refuses what is not the name of a file in a directory.
     *
     * @param what whose name it is, for people
     */
    public static void requirePlain(String what, String name) throws OperationException {
        if (name.isEmpty() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw new OperationException(
                    Failure.REFUSED,
                    "%s is named \"%s\", which is not a plain file name".formatted(what, name));
        }
    }

    /** Refuses a directory that has something in it. */
    public static void requireEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw new FileAlreadyExistsException(
                    directory.toString(),
                    null,
                    "a file is there: name a directory, or use -o for a file");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
    }

    private static long write(
            Repository repository,
            List<Revision.Disk> disks,
            List<Path> targets,
            DiskFormat format,
            Request request,
            Task task)
            throws IOException {
        task.begin("checking out", disks.stream().mapToLong(Revision.Disk::sizeBytes).sum());
        long total = 0;
        for (int i = 0; i < disks.size(); i++) {
            Revision.Disk disk = disks.get(i);
            long data = repository.store().dataBytes(disk.id());
            WriteOptions options =
                    WriteOptions.defaults()
                            .withCompress(request.compress())
                            .withReplace(request.replace())
                            .withExpectedBytes(request.compress() ? 0 : data);
            try (BlockSink sink =
                    TargetFormat.create(targets.get(i), format, disk.sizeBytes(), options)) {
                repository.store().copy(disk.id(), sink, task);
                sink.finish();
            }
            total += data;
        }
        return total;
    }

    private Result result(
            Resolved resolved,
            List<Revision.Disk> disks,
            List<Path> targets,
            DiskFormat format,
            long data,
            Instant start) {
        List<Result.File> files = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            Revision.Disk disk = disks.get(i);
            files.add(
                    new Result.File(
                            disk.name(),
                            disk.id().hex(),
                            targets.get(i).toString(),
                            format.formatName()));
        }
        Duration took = Duration.between(start, environment.clock().instant());
        return new Result(
                resolved.machine().orElse(resolved.revision().machine()),
                resolved.id().hex(),
                List.copyOf(files),
                disks.stream().mapToLong(Revision.Disk::sizeBytes).sum(),
                data,
                took.toMillis() / 1000.0);
    }
}
