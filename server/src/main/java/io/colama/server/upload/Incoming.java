package io.colama.server.upload;

import io.colama.block.NoSpaceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory in which files lie while they arrive. Threads: any number. */
public final class Incoming {

    /** So much of the file system is never taken by uploads. */
    public static final long RESERVE_BYTES = 1L << 30;

    private final Path directory;

    /** The directory, which is made when it is not there. */
    public Incoming(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        this.directory = directory.toRealPath();
    }

    /** Where all of a check-in lies. */
    Path place(String id) {
        return directory.resolve(id);
    }

    /** Where its files lie. */
    Path files(String id) {
        return place(id).resolve("files");
    }

    /** How much more may be written now. */
    long room() throws IOException {
        return Files.getFileStore(directory).getUsableSpace() - RESERVE_BYTES;
    }

    /**
     * Refuses what would leave too little space.
     *
     * @param bytes that are wanted, beside those that others were promised
     */
    void require(long bytes, long promised) throws IOException {
        long room = room() - promised;
        if (bytes > room) {
            throw new NoSpaceException(
                    "%d bytes are announced, and there is room for %d: the server keeps %d free"
                            .formatted(bytes, Math.max(0, room), RESERVE_BYTES));
        }
    }

    /** Refuses to go on when too little space is left. */
    void requireSome() throws IOException {
        if (room() < 0) {
            throw new NoSpaceException(
                    "less than %d bytes are free, which the server keeps: go on later"
                            .formatted(RESERVE_BYTES));
        }
    }

    /** Makes the files of a check-in, as long as they are going to be. */
    void make(String id, List<StoredCheckIn.StoredFile> files) throws IOException {
        Files.createDirectories(files(id));
        for (StoredCheckIn.StoredFile file : files) {
            Path path = Files.createFile(files(id).resolve(file.name()));
            try (RandomAccessFile made = new RandomAccessFile(path.toFile(), "rw")) {
                made.setLength(file.bytes());
            }
        }
    }

    /** The check-ins that have something here. */
    List<String> present() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return new ArrayList<>(all.map(path -> path.getFileName().toString()).toList());
        }
    }

    /** Deletes all of a check-in; does nothing when there is nothing. */
    void delete(String id) throws IOException {
        Path place = place(id);
        if (!Files.exists(place)) {
            return;
        }
        Files.walkFileTree(
                place,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE; // another server was faster
                        }
                        throw failure;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
