package io.colama.disk;

import io.colama.block.BlockSource;
import io.colama.block.FileOpener;
import io.colama.block.ImageException;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the parent of an image that knows it by identity alone, in few directories and not
 * below them.
 */
final class ParentSearch {

    private static final int MOST_FILES = 4096;

    private ParentSearch() {}

    /**
     * The first file, by directory and then by name, that {@code test} accepts.
     *
     * @param root the import root: no directory outside of it is looked into
     * @param directory the child's directory
     * @param child is not asked
     * @param opener opens the files to ask
     * @throws ImageException.Refused when there are too many files to ask
     */
    static Optional<Path> in(
            Path root, Path directory, Path child, FileOpener opener, RelatedFiles.Test test)
            throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        places.add(directory);
        Path above = directory.getParent();
        if (above != null && above.startsWith(root)) {
            places.add(above);
        }
        places.add(root);
        int asked = 0;
        for (Path place : places) {
            for (Path file : regularFiles(place)) {
                if (file.equals(child)) {
                    continue;
                }
                if (++asked > MOST_FILES) {
                    throw new ImageException.Refused(
                            "%s: more than %d files to look for its parent in; put the image and its parents into a directory of their own"
                                    .formatted(child, MOST_FILES));
                }
                try (BlockSource opened = opener.open(file)) {
                    if (test.accepts(opened)) {
                        return Optional.of(file);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<Path> regularFiles(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.isReadable(file)) {
                    found.add(file);
                }
                if (found.size() > MOST_FILES) {
                    break;
                }
            }
        }
        Collections.sort(found);
        return found;
    }
}
