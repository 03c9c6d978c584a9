package io.colama.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories for a moment, where JUnit's are none or are slow. */
public final class TemporaryDirectory {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long MEMORY_BYTES = 1L << 30;

    private TemporaryDirectory() {}

    /**
     * A new directory for tests that make and delete thousands of small files, of which none has to
     * outlive the machine: in memory where the system keeps {@code /dev/shm} with some room, else
     * where temporary files go. The caller deletes it.
     */
    public static Path inMemory(String prefix) throws IOException {
        boolean room =
                Files.isDirectory(MEMORY)
                        && Files.isWritable(MEMORY)
                        && Files.getFileStore(MEMORY).getUsableSpace() >= MEMORY_BYTES;
        return room ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix);
    }

    /** Makes bytes in a directory. */
    @FunctionalInterface
    public interface Maker {

        /** The bytes that are wanted. */
        byte[] make(Path directory) throws IOException, InterruptedException;
    }

    /** What is made in a new directory, which is deleted afterwards with all that is in it. */
    public static byte[] bytes(Maker maker) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("colama-test");
        try {
            return maker.make(directory);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
