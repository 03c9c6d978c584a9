package io.colama.operations;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes disk images, or what has become of a working copy, the next revision of a machine. */
public final class CheckIn {

    private static final int LONGEST_TAG = 64;

    private final Environment environment;

    /** Checks in to the repository of the environment. */
    public CheckIn(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to check in.
     *
     * @param machine the machine; may be left out for a working copy, which knows it
     * @param sources images in the order of the disks; or one working copy, definition of a
     *     machine, package, box, or folder with one of these
     * @param definition a file with the hardware definition
     * @param message why
     * @param tag a name for the revision
     * @param author who, if not who asks
     * @param format the format of the images, if it is not to be found out
     * @param snapshot a state kept inside the one image or definition, instead of its present one
     * @param withSnapshots whether the states kept in an image or definition become revisions too
     * @param pick which machine, where a definition has several
     * @param allowBacking whether backing files that an image names may be opened
     * @param importRoot the only directory in which they may lie; by default that of the image
     * @param since reads only what has changed, where a server keeps account of it
     * @param files how files are opened
     */
    public record Request(
            Optional<String> machine,
            List<SourceName> sources,
            Optional<Path> definition,
            String message,
            Optional<String> tag,
            Optional<String> author,
            Optional<DiskFormat> format,
            Optional<String> snapshot,
            boolean withSnapshots,
            Optional<String> pick,
            boolean allowBacking,
            Optional<Path> importRoot,
            Optional<Since> since,
            SourceFiles files) {

        /**
         * What has changed since a revision.
         *
         * @param bitmap the name of a dirty bitmap of QEMU, kept by the servers of all disks
         * @param base the revision that was the content of the disks when the bitmap began
         */
        public record Since(String bitmap, String base) {}

        /** Copies the list. */
        public Request {
            sources = List.copyOf(sources);
        }

        /** All of the sources is read. */
        public Request(
                Optional<String> machine,
                List<SourceName> sources,
                Optional<Path> definition,
                String message,
                Optional<String> tag,
                Optional<String> author,
                Optional<DiskFormat> format,
                Optional<String> snapshot,
                boolean withSnapshots,
                Optional<String> pick,
                boolean allowBacking,
                Optional<Path> importRoot) {
            this(
                    machine,
                    sources,
                    definition,
                    message,
                    tag,
                    author,
                    format,
                    snapshot,
                    withSnapshots,
                    pick,
                    allowBacking,
                    importRoot,
                    Optional.empty(),
                    SourceFiles.PLAIN);
        }

        /** The present state of these, and nothing else asked for. */
        public static Request of(String machine, List<Path> sources, String message) {
            return new Request(
                    Optional.of(machine),
                    sources.stream()
                            .map(path -> (SourceName) new SourceName.InFiles(path))
                            .toList(),
                    Optional.empty(),
                    message,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    false,
                    Optional.empty());
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
     * @param snapshots revisions that were made of kept states, before this one
     * @param seconds how long it took
     * @param warnings what the images and the definition warn of
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
            List<Kept> snapshots,
            double seconds,
            List<String> warnings) {

        /**
         * A state that was kept in an image or definition.
         *
         * @param name what it is called there
         * @param revision the revision that it became
         */
        public record Kept(String name, String revision) {}

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

    /**
     * Checks in. A revision is visible when all of it is stored, and not before; of several states
     * those before a failure stay.
     */
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
                                        Failure.USAGE,
                                        "name the machine to check in to: colama checkin MACHINE SOURCE"));
        try (Repository repository = environment.open();
                States states =
                        copy.isPresent()
                                ? States.of(repository, copy.get(), request)
                                : States.of(request, task)) {
            Optional<Hash> expected =
                    copy.filter(c -> c.machine().equals(machine)).map(WorkingCopy::base);
            Run run =
                    new Run(
                            repository,
                            machine,
                            request,
                            states,
                            expected,
                            start,
                            task,
                            request.author().orElse(environment.actor()));
            List<Result.Kept> kept = new ArrayList<>();
            for (States.State state : states.kept()) {
                Hash id = run.checkIn(state).id();
                kept.add(new Result.Kept(state.name(), id.hex()));
            }
            CheckInResult made = run.checkIn(states.now());
            if (copy.isPresent() && expected.isPresent()) {
                copy.get().withBase(made.id()).save();
            }
            return result(machine, made, run, kept, start);
        }
    }

    private static Optional<WorkingCopy> workingCopy(Request request) throws IOException {
        return request.sources().size() == 1
                        && request.sources().getFirst() instanceof SourceName.InFiles(Path first)
                        && Files.isDirectory(first)
                        && WorkingCopy.isIn(first)
                ? Optional.of(WorkingCopy.open(first))
                : Optional.empty();
    }

    /** The check-ins of one command, which follow each other. */
    private static final class Run {
        private final Repository repository;
        private final String machine;
        private final Request request;
        private final States states;
        private final Optional<Hash> expected;
        private final Instant start;
        private final Task task;
        private final String author;
        private final Map<String, Hash> made = new HashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private long bytesStored;

        Run(
                Repository repository,
                String machine,
                Request request,
                States states,
                Optional<Hash> expected,
                Instant start,
                Task task,
                String author) {
            this.repository = repository;
            this.machine = machine;
            this.request = request;
            this.states = states;
            this.expected = expected;
            this.start = start;
            this.task = task;
            this.author = author;
            warnings.addAll(states.notes());
        }

        private Optional<ServerDisk.Since> since() throws IOException {
            if (request.since().isEmpty()) {
                return Optional.empty();
            }
            Request.Since since = request.since().get();
            Revision base = repository.resolve(since.base()).revision();
            return Optional.of(new ServerDisk.Since(since.bitmap(), base));
        }

        CheckInResult checkIn(States.State state) throws IOException {
            boolean now = state.equals(states.now());
            try (Sources sources = new Sources(since(), request.files())) {
                states.open(state, sources);
                CheckInResult result =
                        repository.checkIn(
                                new CheckInRequest(
                                        machine,
                                        sources.disks(),
                                        states.definition(),
                                        expected,
                                        state.parent().map(made::get).map(List::of),
                                        author,
                                        state.created().orElse(start),
                                        now ? request.message() : state.message(),
                                        now ? request.tag() : tag(state.name()),
                                        sources.description(),
                                        sources::unchanged),
                                new Disks(task, sources.disks()));
                made.put(state.id(), result.id());
                bytesStored += result.bytesStored();
                warnings.addAll(sources.warnings());
                return result;
            }
        }

        /** The name of a kept state as a tag, if it can be one and is free. */
        private Optional<String> tag(String name) throws IOException {
            String plain =
                    name.strip()
                            .replaceAll("[^A-Za-z0-9._-]+", "-")
                            .replaceAll("^[^A-Za-z0-9]+", "");
            String tag = plain.substring(0, Math.min(plain.length(), LONGEST_TAG));
            boolean taken =
                    repository.find(machine).filter(m -> m.tags().containsKey(tag)).isPresent();
            return tag.isEmpty() || taken || request.tag().filter(tag::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of(tag);
        }
    }

    private Result result(
            String machine, CheckInResult made, Run run, List<Result.Kept> kept, Instant start) {
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
                run.bytesStored,
                List.copyOf(kept),
                took.toMillis() / 1000.0,
                run.warnings.stream().distinct().toList());
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
