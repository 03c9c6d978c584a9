package io.colama.operations;

import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WriteOptions;
import io.colama.guest.archive.ArchiveMembers;
import io.colama.guest.archive.ArchivePacking;
import io.colama.guest.archive.TreeArchive;
import io.colama.guest.tree.GuestTree;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
        try (GuestFiles files = GuestFiles.open(environment, path)) {
            return write(files, files.at(path.path()), packing, out, task);
        }
    }

    /**
     * Writes an archive of files that are open into a stream, which is closed. When this fails, the
     * stream has no end that looks like one.
     */
    public static Result write(
            GuestFiles files,
            GuestTree.Located start,
            ArchivePacking packing,
            OutputStream out,
            Task task)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        Breaking breaking = new Breaking(out);
        try (OutputStream packed = packing.over(new BufferedOutputStream(breaking, BUFFER))) {
            task.begin(start.path(), 0);
            try {
                TreeArchive.Written written =
                        TreeArchive.write(
                                files.tree(), start, packed, new Watching(task, warnings));
                return new Result("", written.files(), written.bytes(), 0, List.copyOf(warnings));
            } catch (IOException | RuntimeException failure) {
                breaking.broken = true;
                throw failure;
            }
        }
    }

    /**
     * Makes an archive file of one that comes from elsewhere as {@link #write} made it, not
     * compressed; nothing that exists is written over.
     */
    public static Result receive(InputStream tar, Path target, Task task) throws IOException {
        long[] counts = new long[2];
        List<String> leftOut;
        try (TargetFile file = TargetFile.create(target, WriteOptions.defaults())) {
            ArchivePacking packing = ArchivePacking.of(target.toString());
            try (OutputStream packed =
                    packing.over(new BufferedOutputStream(file.forwards(), BUFFER))) {
                ArchiveMembers members = new ArchiveMembers(new Copying(tar, packed));
                for (var member = members.next(); member.isPresent(); member = members.next()) {
                    counts[0] += member.get().isManifest() ? 0 : 1;
                    boolean counted = !member.get().isManifest();
                    members.read(
                            member.get(),
                            (_, _, length) -> {
                                task.check();
                                task.advance(length);
                                counts[1] += counted ? length : 0;
                            });
                }
                packed.flush(); // as the writer does at its end
                leftOut = members.leftOut();
            }
            file.finish();
        }
        return new Result(
                target.toString(), counts[0], counts[1], Files.size(target), List.copyOf(leftOut));
    }

    /** Passes bytes on until something has failed. */
    private static final class Breaking extends FilterOutputStream {
        private boolean broken;

        Breaking(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!broken) {
                out.write(bytes, offset, length);
            }
        }

        @Override
        public void close() throws IOException {
            if (!broken) {
                super.close();
            }
        }
    }

    /** Writes elsewhere what is read. */
    private static final class Copying extends FilterInputStream {
        private final OutputStream copy;

        Copying(InputStream in, OutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            copy.write(bytes, offset, Math.max(0, read));
            return read;
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
