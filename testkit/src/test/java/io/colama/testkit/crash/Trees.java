package io.colama.testkit.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Directories as text, to compare them. */
final class Trees {

    private Trees() {}

    /** One line for each file and directory: name, size and hash of its bytes. */
    static String describe(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.sorted()
                    .map(path -> describe(root, path))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String describe(Path root, Path path) {
        try {
            String name = root.relativize(path).toString();
            if (Files.isDirectory(path)) {
                return name + "/";
            }
            byte[] bytes = Files.readAllBytes(path);
            return name + " " + bytes.length + " " + Arrays.hashCode(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
