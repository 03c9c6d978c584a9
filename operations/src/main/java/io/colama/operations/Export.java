package io.colama.operations;

import io.colama.definition.machine.MachineDefinition;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Writes a whole machine as it was at a revision: its definition in the words of a vendor, and its
 * disks in the formats that go with it.
 */
public final class Export {

    private final Environment environment;

    /** Exports from the repository of the environment. */
    public Export(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to write where.
     *
     * @param revision a name such as {@code web@v1}
     * @param target the file, or the directory to make, absent or empty
     * @param output the form
     * @param secondOvf whether OVF is written as 2.0, which fewer programs read than 1.1
     * @param newIdentity whether the machine gets a new UUID and new MAC addresses
     * @param replace whether an existing file is replaced
     */
    public record Request(
            String revision,
            Path target,
            MachineOutput output,
            boolean secondOvf,
            boolean newIdentity,
            boolean replace) {}

    /**
     * What was written.
     *
     * @param machine the machine that was named
     * @param revision the revision's id
     * @param output the form
     * @param files what was written, the definition or package first
     * @param bytesLogical the virtual size of the disks
     * @param bytesData bytes of them that are not known to be zero
     * @param seconds how long it took
     * @param warnings what the form has no words for, and what else should be known
     */
    public record Result(
            String machine,
            String revision,
            String output,
            List<File> files,
            long bytesLogical,
            long bytesData,
            double seconds,
            List<String> warnings) {

        /**
         * A file.
         *
         * @param path where it is
         * @param bytes its length
         */
        public record File(String path, long bytes) {}
    }

    /** Exports; everything appears complete and synced, or not at all. */
    public Result run(Request request, Task task) throws IOException {
        Instant start = environment.clock().instant();
        try (Repository repository = environment.open()) {
            Resolved resolved = repository.resolve(request.revision());
            Revision revision = resolved.revision();
            String name = resolved.machine().orElse(revision.machine());
            List<String> notes = new ArrayList<>();
            MachineDefinition machine =
                    KeptDefinition.of(repository, revision, notes).withName(name);
            if (request.newIdentity()) {
                machine = machine.withNewIdentity(RandomGenerator.getDefault());
            }
            task.begin("checking out", revision.sizeBytes());
            MachineWriter writer =
                    new MachineWriter(repository.store(), revision, machine, request, notes, task);
            List<Path> written = request.output().oneFile() ? writer.file() : writer.directory();
            List<Result.File> files = new ArrayList<>();
            for (Path path : written) {
                files.add(new Result.File(path.toString(), Files.size(path)));
            }
            Duration took = Duration.between(start, environment.clock().instant());
            return new Result(
                    name,
                    resolved.id().hex(),
                    request.output().outputName(),
                    files,
                    revision.sizeBytes(),
                    writer.dataBytes(),
                    took.toMillis() / 1000.0,
                    notes.stream().distinct().toList());
        }
    }

    /** What the name of the target is without its ending: the stem of all names inside. */
    static String stem(Path target, Optional<String> ending) {
        String name = String.valueOf(target.toAbsolutePath().normalize().getFileName());
        return ending.isPresent() && name.endsWith("." + ending.get())
                ? name.substring(0, name.length() - ending.get().length() - 1)
                : name;
    }
}
