package io.colama.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The project as files: what lies in its directory, without what the build makes. */
final class Project {

    private static final Set<String> SKIPPED =
            Set.of("target", ".git", ".idea", ".vscode", ".cifuzz-corpus", "node_modules");

    private static final Path ROOT = Path.of(System.getProperty("colama.project.root"));

    private Project() {}

    static Path root() {
        return ROOT;
    }

    /**
     * All files whose name ends in one of the suffixes, in a stable order; every file when none is
     * given.
     */
    static List<Path> files(String... suffixes) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    ROOT,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path directory, BasicFileAttributes attributes) {
                            return SKIPPED.contains(directory.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && endsWithOneOf(file, suffixes)) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's name as people write it, from the root of the project. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static boolean endsWithOneOf(Path file, String... suffixes) {
        String name = file.getFileName().toString();
        for (String suffix : suffixes) {
            if (name.endsWith(suffix)) {
                return true;
            }
        }
        return suffixes.length == 0;
    }
}
