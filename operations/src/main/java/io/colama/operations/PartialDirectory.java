package io.colama.operations;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory that gets its name only when it is complete. It is filled as a hidden sibling of the
 * name; closing it before it has become something deletes it and the plain files in it.
 */
final class PartialDirectory implements Closeable {

    /** So much of the name that the longest name a directory takes can still be written. */
    private static final int NAME_CHARACTERS = 40;

    private final Path path;
    private boolean named;

    private PartialDirectory(Path path) {
        this.path = path;
    }

    /** A new, empty directory beside {@code target}. */
    static PartialDirectory beside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new FileSystemException(target.toString(), null, "cannot be written to");
        }
        String start = name.toString();
        int characters = Math.min(start.codePointCount(0, start.length()), NAME_CHARACTERS);
        String shown = start.substring(0, start.offsetByCodePoints(0, characters));
        return new PartialDirectory(
                Files.createDirectory(
                        parent.resolve("." + shown + "." + UUID.randomUUID() + ".partial")));
    }

    Path path() {
        return path;
    }

    /**
     * Gives the directory its name; an empty directory of that name gives way, and nothing else
     * does.
     *
     * @throws FileSystemException when something else got the name meanwhile
     */
    void become(Path target) throws IOException {
        sync(path);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        named = true;
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (named) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(path)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(path);
    }
}
