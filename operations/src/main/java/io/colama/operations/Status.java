package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.WorkingCopy;
import io.colama.store.Comparison;
import io.colama.store.DiskHashes;
import io.colama.store.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells what changed in a working copy since it was checked out, by reading it: times prove
 * nothing.
 */
public final class Status {

    private final Environment environment;

    /** Compares with the repository of the environment. */
    public Status(Environment environment) {
        this.environment = environment;
    }

    /**
     * The state of a working copy.
     *
     * @param directory where it is
     * @param machine the machine that a check-in goes to
     * @param base the revision that was checked out
     * @param headMoved whether the machine has another head now: a check-in would be a conflict
     * @param files each disk, then the definition
     */
    public record Result(
            String directory,
            String machine,
            String base,
            boolean headMoved,
            List<FileStatus> files) {

        /** Whether nothing changed. */
        public boolean isClean() {
            return files.stream().allMatch(file -> file.state().equals("unchanged"));
        }
    }

    /**
     * A file of a working copy.
     *
     * @param name its name
     * @param state {@code unchanged}, {@code changed} or {@code missing}
     * @param bytesChanged bytes in blocks that differ; of a definition its size
     */
    public record FileStatus(String name, String state, long bytesChanged) {}

    /** The repository that a working copy is compared with, wherever it is. */
    public interface Origin {

        /** The disks of a revision. */
        List<RevisionView.Disk> disks(WorkingCopy copy) throws IOException;

        /** The id of the head of the machine; empty when there is no such machine. */
        Optional<String> head(WorkingCopy copy) throws IOException;

        /** The file with the definition; empty without one. */
        Optional<byte[]> definition(WorkingCopy copy) throws IOException;

        /** The hashes of a disk of the revision. */
        DiskHashes hashes(WorkingCopy copy, RevisionView.Disk disk) throws IOException;

        /**
         * What lies below an overlay, as a disk.
         *
         * @throws OperationException when it cannot be read from here
         */
        BlockSource below(WorkingCopy.Below below) throws IOException;
    }

    /** Compares with the repository of the environment. */
    public Result run(Path directory, Task task) throws IOException {
        WorkingCopy copy = WorkingCopy.open(directory);
        try (Repository repository = environment.open()) {
            return run(copy, new Beside(repository, repository.revision(copy.base())), task);
        }
    }

    /** Compares with what a working copy was made from. */
    public static Result run(WorkingCopy copy, Origin origin, Task task) throws IOException {
        List<RevisionView.Disk> disks = origin.disks(copy);
        List<FileStatus> files = new ArrayList<>();
        task.begin("comparing", disks.stream().mapToLong(RevisionView.Disk::bytesLogical).sum());
        for (WorkingCopy.DiskFile file : copy.files()) {
            files.add(disk(origin, disks, copy, file, task));
        }
        definition(origin, copy).ifPresent(files::add);
        Optional<String> head = origin.head(copy);
        return new Result(
                copy.directory().toString(),
                copy.machine(),
                copy.base().hex(),
                head.isPresent() && !head.get().equals(copy.base().hex()),
                List.copyOf(files));
    }

    /** A repository beside the working copy. */
    private record Beside(Repository repository, Revision base) implements Origin {

        @Override
        public List<RevisionView.Disk> disks(WorkingCopy copy) {
            return base.disks().stream().map(RevisionView.Disk::of).toList();
        }

        @Override
        public Optional<String> head(WorkingCopy copy) throws IOException {
            return repository.find(copy.machine()).map(machine -> machine.head().hex());
        }

        @Override
        public Optional<byte[]> definition(WorkingCopy copy) throws IOException {
            return base.definition().isEmpty()
                    ? Optional.empty()
                    : Optional.of(repository.definition(base.definition().get()));
        }

        @Override
        public DiskHashes hashes(WorkingCopy copy, RevisionView.Disk disk) throws IOException {
            return repository.store().hashes(Hash.parse(disk.id()));
        }

        @Override
        public BlockSource below(WorkingCopy.Below below) throws IOException {
            return repository.store().open(below.disk());
        }
    }

    private static FileStatus disk(
            Origin origin,
            List<RevisionView.Disk> disks,
            WorkingCopy copy,
            WorkingCopy.DiskFile file,
            Task task)
            throws IOException {
        Path path = copy.directory().resolve(file.fileName());
        if (!Files.exists(path)) {
            return new FileStatus(file.fileName(), "missing", 0);
        }
        if (file.below().isPresent()) {
            try (Overlay overlay = Overlay.open(origin::below, copy, file)) {
                return compared(origin, disks, copy, overlay.content(), file, task);
            }
        }
        OpenOptions options =
                new OpenOptions(
                        DiskFormat.byName(file.format()),
                        OpenOptions.Parents.REFUSED,
                        Optional.empty());
        try (DiskImage image = DiskImages.open(path, options)) {
            return compared(origin, disks, copy, image.content(), file, task);
        }
    }

    private static FileStatus compared(
            Origin origin,
            List<RevisionView.Disk> disks,
            WorkingCopy copy,
            BlockSource content,
            WorkingCopy.DiskFile file,
            Task task)
            throws IOException {
        Optional<RevisionView.Disk> disk =
                disks.stream().filter(one -> one.name().equals(file.disk())).findFirst();
        if (disk.isEmpty()) {
            return new FileStatus(file.fileName(), "changed", content.size());
        }
        Comparison comparison = origin.hashes(copy, disk.get()).compare(content, task);
        boolean same = comparison.source().id().hex().equals(disk.get().id());
        return new FileStatus(
                file.fileName(), same ? "unchanged" : "changed", comparison.changedBytes());
    }

    private static Optional<FileStatus> definition(Origin origin, WorkingCopy copy)
            throws IOException {
        Optional<byte[]> definition =
                copy.definition().isEmpty() ? Optional.empty() : origin.definition(copy);
        if (definition.isEmpty()) {
            return Optional.empty();
        }
        String name = copy.definition().orElseThrow();
        Path path = copy.directory().resolve(name);
        if (!Files.exists(path)) {
            return Optional.of(new FileStatus(name, "missing", 0));
        }
        byte[] known = definition.get();
        boolean same =
                Files.size(path) == known.length && Arrays.equals(Files.readAllBytes(path), known);
        return Optional.of(
                new FileStatus(name, same ? "unchanged" : "changed", same ? 0 : Files.size(path)));
    }
}
