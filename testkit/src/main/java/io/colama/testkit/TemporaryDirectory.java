package io.colama.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for a moment, for methods that get none from JUnit, such as sources of arguments. */
public final class TemporaryDirectory {

    private TemporaryDirectory() {}

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
