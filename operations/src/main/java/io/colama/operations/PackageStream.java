package io.colama.operations;

import io.colama.definition.machine.MachineDefinition;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole machine as it was at a revision, as one file that is written forwards and is nowhere
 * kept.
 *
 * <p>Packages begin with lengths and checksums of what follows. So a package is written twice: once
 * to learn these and its length, with all else thrown away, and then for good. Both times the same
 * bytes come about, as compressing does not depend on chance.
 */
public final class PackageStream implements Closeable {

    private final Repository repository;
    private final MachineWriter writer;
    private final Rehearsal rehearsal;
    private final String revision;
    private final String fileName;

    private PackageStream(
            Repository repository,
            MachineWriter writer,
            Rehearsal rehearsal,
            String revision,
            String fileName) {
        this.repository = repository;
        this.writer = writer;
        this.rehearsal = rehearsal;
        this.revision = revision;
        this.fileName = fileName;
    }

    /**
     * Rehearses a package. Reads all disks where they are compressed in it.
     *
     * @param revision a name such as {@code web@v1}
     * @param output a form that is one file
     */
    public static PackageStream open(
            Environment environment, String revision, MachineOutput output, Task task)
            throws IOException {
        if (!output.oneFile()) {
            throw new OperationException(
                    Failure.USAGE,
                    "%s is a directory and not a file; choose another form"
                            .formatted(output.outputName()));
        }
        Repository repository = environment.open();
        try {
            Resolved resolved = repository.resolve(revision);
            String name = resolved.machine().orElse(resolved.revision().machine());
            String fileName = name + "." + output.suffix();
            List<String> notes = new ArrayList<>();
            MachineDefinition machine =
                    KeptDefinition.of(repository, resolved.revision(), notes).withName(name);
            Export.Request request =
                    new Export.Request(revision, Path.of(fileName), output, false, false, false);
            task.begin("measuring", resolved.revision().sizeBytes());
            MachineWriter writer =
                    new MachineWriter(
                            repository.store(), resolved.revision(), machine, request, notes, task);
            Rehearsal rehearsal = new Rehearsal();
            writer.rehearse(rehearsal);
            return new PackageStream(repository, writer, rehearsal, resolved.id().hex(), fileName);
        } catch (IOException | RuntimeException failure) {
            io.colama.block.Closing.after(failure, repository);
            throw failure;
        }
    }

    /** How many bytes the file has. */
    public long bytes() {
        return rehearsal.end();
    }

    /** The id of the revision. */
    public String revision() {
        return revision;
    }

    /** A name for it. */
    public String fileName() {
        return fileName;
    }

    /** Writes the file into a stream, which stays open. */
    public void write(OutputStream out) throws IOException {
        Rehearsal.Performance performance = rehearsal.perform(out);
        writer.perform(performance);
        performance.finish();
    }

    @Override
    public void close() throws IOException {
        repository.close();
    }
}
