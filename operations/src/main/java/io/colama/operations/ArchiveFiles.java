package io.colama.operations;

import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WriteOptions;
import io.colama.guest.archive.ArchivePacking;
import io.colama.guest.archive.TreeArchive;
import io.colama.guest.tree.GuestTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes files of a machine into a tar archive. */
public final class ArchiveFiles {

    private static final int BUFFER = 1 << 18;
    private static final int MOST_WARNINGS = 100;

    private final Environment environment;

    /** Archives in an environment. */
    public ArchiveFiles(Environment environment) {
        this.environment = environment;
    }

    /**
     * What was archived.
     *
     * @param target the archive
     * @param files members
     * @param bytes of their content
     * @param bytesFile of the archive
     * @param warnings what was left out and why
     */
    public record Result(
            String target, long files, long bytes, long bytesFile, List<String> warnings) {}

    /** Writes an archive that appears when it is whole; nothing that exists is written over. */
    public Result run(GuestPath path, Path target, Task task) throws IOException {
        Result result;
        try (TargetFile file = TargetFile.create(target, WriteOptions.defaults())) {
            result = write(path, ArchivePacking.of(target.toString()), file.forwards(), task);
            file.finish();
        }
        long size = Files.size(target);
        return new Result(target.toString(), result.files, result.bytes, size, result.warnings);
    }

    /** Writes an archive into a stream, which is closed. */
    public Result write(GuestPath path, ArchivePacking packing, OutputStream out, Task task)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        try (GuestFiles files = GuestFiles.open(environment, path);
                OutputStream packed = packing.over(new BufferedOutputStream(out, BUFFER))) {
            GuestTree.Located start = files.at(path.path());
            task.begin(start.path(), 0);
            TreeArchive.Written written =
                    TreeArchive.write(files.tree(), start, packed, new Watching(task, warnings));
            return new Result("", written.files(), written.bytes(), 0, List.copyOf(warnings));
        }
    }

    private record Watching(Task task, List<String> warnings) implements TreeArchive.Watcher {

        @Override
        public void advanced(long bytes) throws IOException {
            task.check();
            task.advance(bytes);
        }

        @Override
        public void leftOut(String path, String why) {
            if (warnings.size() < MOST_WARNINGS) {
                warnings.add("%s: left out: %s".formatted(path, why));
            }
        }
    }
}
