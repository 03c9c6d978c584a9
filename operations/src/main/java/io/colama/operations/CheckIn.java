package io.colama.operations;

import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.revision.CheckInRequest;
import io.colama.revision.CheckInResult;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.WorkingCopy;
import io.colama.store.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes disk images, or what has become of a working copy, the next revision of a machine. */
public final class CheckIn {

    private static final int MOST_DEFINITION_BYTES = 8 << 20;

    private final Environment environment;

    /** Checks in to the repository of the environment. */
    public CheckIn(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to check in.
     *
     * @param machine the machine; may be left out for a working copy, which knows it
     * @param sources images in the order of the disks, or one working copy
     * @param definition a file with the hardware definition
     * @param message why
     * @param tag a name for the revision
     * @param author who, if not who asks
     * @param format the format of the images, if it is not to be found out
     * @param snapshot a state kept inside the one image, instead of its present one
     * @param allowBacking whether backing files that an image names may be opened
     * @param importRoot the only directory in which they may lie; by default that of the image
     */
    public record Request(
            Optional<String> machine,
            List<Path> sources,
            Optional<Path> definition,
            String message,
            Optional<String> tag,
            Optional<String> author,
            Optional<DiskFormat> format,
            Optional<String> snapshot,
            boolean allowBacking,
            Optional<Path> importRoot) {

        /** Copies the list. */
        public Request {
            sources = List.copyOf(sources);
        }
    }

    /**
     * What was checked in.
     *
     * @param machine the machine
     * @param revision the new revision's id
     * @param parents what it follows
     * @param disks in order
     * @param bytesLogical the virtual size of all disks
     * @param bytesAllocated bytes that the images did not know to be zero, and that were read
     * @param bytesNew bytes of blocks that the repository did not have, uncompressed
     * @param bytesStored bytes added to packs
     * @param seconds how long it took
     * @param warnings what the images warn of
     */
    public record Result(
            String machine,
            String revision,
            List<String> parents,
            List<Disk> disks,
            long bytesLogical,
            long bytesAllocated,
            long bytesNew,
            long bytesStored,
            double seconds,
            List<String> warnings) {

        /**
         * A disk.
         *
         * @param name its name in the revision
         * @param id its fs-verity digest
         * @param bytesLogical its virtual size
         * @param bytesAllocated bytes read
         * @param bytesNew bytes that were new
         */
        public record Disk(
                String name, String id, long bytesLogical, long bytesAllocated, long bytesNew) {}
    }

    /** Checks in; nothing is visible unless everything went well. */
    public Result run(Request request, Task task) throws IOException {
        Instant start = environment.clock().instant();
        if (request.sources().isEmpty()) {
            throw new OperationException(
                    Failure.USAGE, "nothing to check in: name a disk image or a working copy");
        }
        Optional<WorkingCopy> copy = workingCopy(request);
        String machine =
                request.machine()
                        .or(() -> copy.map(WorkingCopy::machine))
                        .orElseThrow(() ->
                                new OperationException(
                                        Failure.USAGE, "name the machine to check in to"));
        try (Repository repository = environment.open();
                Sources sources = new Sources()) {
            openAll(request, copy, sources);
            Optional<Hash> expected =
                    copy.filter(c -> c.machine().equals(machine)).map(WorkingCopy::base);
            CheckInResult made =
                    repository.checkIn(
                            new CheckInRequest(
                                    machine,
                                    sources.disks(),
                                    definition(request, copy),
                                    expected,
                                    request.author().orElse(environment.actor()),
                                    start,
                                    request.message(),
                                    request.tag(),
                                    sources.description(),
                                    sources::unchanged),
                            new Disks(task, sources.disks()));
            if (copy.isPresent() && expected.isPresent()) {
                copy.get().withBase(made.id()).save();
            }
            return result(machine, made, start, sources.warnings());
        }
    }

    private static Optional<WorkingCopy> workingCopy(Request request) throws IOException {
        Path first = request.sources().getFirst();
        if (request.sources().size() == 1 && Files.isDirectory(first)) {
            return Optional.of(WorkingCopy.open(first));
        }
        return Optional.empty();
    }

    private static OpenOptions options(Optional<DiskFormat> format, Request request) {
        return new OpenOptions(
                format,
                request.allowBacking() ? OpenOptions.Parents.OPENED : OpenOptions.Parents.REFUSED,
                request.importRoot());
    }

    private static void openAll(Request request, Optional<WorkingCopy> copy, Sources sources)
            throws IOException {
        OpenOptions options = options(request.format(), request);
        if (copy.isPresent()) {
            for (WorkingCopy.DiskFile file : copy.get().files()) {
                OpenOptions known = options(DiskFormat.byName(file.format()), request);
                sources.add(
                        file.disk(),
                        copy.get().directory().resolve(file.fileName()),
                        known,
                        Optional.empty());
            }
            return;
        }
        if (request.snapshot().isPresent() && request.sources().size() > 1) {
            throw new OperationException(
                    Failure.USAGE, "a snapshot can be named for one image only");
        }
        for (int i = 0; i < request.sources().size(); i++) {
            sources.add("disk" + i, request.sources().get(i), options, request.snapshot());
        }
    }

    private static Optional<CheckInRequest.DefinitionFile> definition(
            Request request, Optional<WorkingCopy> copy) throws IOException {
        Optional<Path> file =
                request.definition()
                        .or(() ->
                                copy.flatMap(c ->
                                        c.definition().map(name -> c.directory().resolve(name))));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        long size = Files.size(file.get());
        if (size > MOST_DEFINITION_BYTES) {
            throw new OperationException(
                    Failure.USAGE,
                    "%s: a definition of %d bytes, at most %d are taken"
                            .formatted(file.get(), size, MOST_DEFINITION_BYTES));
        }
        String name = String.valueOf(file.get().getFileName());
        return Optional.of(new CheckInRequest.DefinitionFile(name, Files.readAllBytes(file.get())));
    }

    private Result result(
            String machine, CheckInResult made, Instant start, List<String> warnings) {
        List<Result.Disk> disks = new ArrayList<>();
        for (int i = 0; i < made.disks().size(); i++) {
            Revision.Disk disk = made.revision().disks().get(i);
            disks.add(
                    new Result.Disk(
                            disk.name(),
                            disk.id().hex(),
                            disk.sizeBytes(),
                            made.disks().get(i).allocatedBytes(),
                            made.disks().get(i).newBytes()));
        }
        Duration took = Duration.between(start, environment.clock().instant());
        return new Result(
                machine,
                made.id().hex(),
                made.revision().parents().stream().map(Hash::hex).toList(),
                List.copyOf(disks),
                made.revision().sizeBytes(),
                disks.stream().mapToLong(Result.Disk::bytesAllocated).sum(),
                disks.stream().mapToLong(Result.Disk::bytesNew).sum(),
                made.bytesStored(),
                took.toMillis() / 1000.0,
                List.copyOf(warnings));
    }

    /** Counts all disks as one piece of work. */
    private record Disks(Task task, List<CheckInRequest.SourceDisk> disks)
            implements io.colama.store.Progress {
        Disks {
            task.begin(
                    "checking in", disks.stream().mapToLong(disk -> disk.content().size()).sum());
        }

        @Override
        public void advance(long bytes) {
            task.advance(bytes);
        }

        @Override
        public boolean cancelled() {
            return task.cancelled();
        }
    }
}
