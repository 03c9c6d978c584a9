package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.WorkingCopy;
import io.colama.store.Comparison;
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

    /** Compares. */
    public Result run(Path directory, Task task) throws IOException {
        WorkingCopy copy = WorkingCopy.open(directory);
        try (Repository repository = environment.open()) {
            Revision base = repository.revision(copy.base());
            List<FileStatus> files = new ArrayList<>();
            task.begin("comparing", base.sizeBytes());
            for (WorkingCopy.DiskFile file : copy.files()) {
                files.add(disk(repository, base, copy, file, task));
            }
            Optional<FileStatus> definition = definition(repository, base, copy);
            definition.ifPresent(files::add);
            Optional<Machine> machine = repository.find(copy.machine());
            boolean moved = machine.isPresent() && !machine.get().head().equals(copy.base());
            return new Result(
                    directory.toString(),
                    copy.machine(),
                    copy.base().hex(),
                    moved,
                    List.copyOf(files));
        }
    }

    private static FileStatus disk(
            Repository repository,
            Revision base,
            WorkingCopy copy,
            WorkingCopy.DiskFile file,
            Task task)
            throws IOException {
        Path path = copy.directory().resolve(file.fileName());
        Optional<Revision.Disk> disk =
                base.disks().stream()
                        .filter(candidate -> candidate.name().equals(file.disk()))
                        .findFirst();
        if (!Files.exists(path)) {
            return new FileStatus(file.fileName(), "missing", 0);
        }
        if (file.below().isPresent()) {
            try (Overlay overlay = Overlay.open(repository, copy, file)) {
                return compared(repository, disk, overlay.content(), file, task);
            }
        }
        OpenOptions options =
                new OpenOptions(
                        DiskFormat.byName(file.format()),
                        OpenOptions.Parents.REFUSED,
                        Optional.empty());
        try (DiskImage image = DiskImages.open(path, options)) {
            return compared(repository, disk, image.content(), file, task);
        }
    }

    private static FileStatus compared(
            Repository repository,
            Optional<Revision.Disk> disk,
            BlockSource content,
            WorkingCopy.DiskFile file,
            Task task)
            throws IOException {
        if (disk.isEmpty()) {
            return new FileStatus(file.fileName(), "changed", content.size());
        }
        Comparison comparison = repository.store().compare(disk.get().id(), content, task);
        boolean same = comparison.source().id().equals(disk.get().id());
        return new FileStatus(
                file.fileName(), same ? "unchanged" : "changed", comparison.changedBytes());
    }

    private static Optional<FileStatus> definition(
            Repository repository, Revision base, WorkingCopy copy) throws IOException {
        if (copy.definition().isEmpty() || base.definition().isEmpty()) {
            return Optional.empty();
        }
        String name = copy.definition().get();
        Path path = copy.directory().resolve(name);
        if (!Files.exists(path)) {
            return Optional.of(new FileStatus(name, "missing", 0));
        }
        byte[] known = repository.definition(base.definition().get());
        boolean same =
                Files.size(path) == known.length && Arrays.equals(Files.readAllBytes(path), known);
        return Optional.of(
                new FileStatus(name, same ? "unchanged" : "changed", same ? 0 : Files.size(path)));
    }
}
