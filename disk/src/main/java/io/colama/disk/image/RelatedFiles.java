package io.colama.disk.image;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The other files that an image names, opened if that is permitted.
 *
 * <p>A <em>parent</em> is an image of its own that shows through: a backing file, the disk below a
 * delta. It needs the user's permission. A <em>part</em> is a file without which the image is no
 * image: an extent of a disk in pieces. Both have to lie in the import root; names are hostile.
 */
public interface RelatedFiles {

    /**
     * Opens the parent image, by the first of {@code names} under which there is a file. The caller
     * closes it.
     *
     * @param names as the child has them, best first, at least one
     * @param formatName the format as the child has it; probed when empty
     * @return empty when the user only looks at the image itself, whose content is not read then
     * @throws io.colama.block.ImageException.Refused when the user did not permit this file
     * @throws io.colama.block.ImageException.Damaged when the chain loops or is too long
     * @throws java.nio.file.NoSuchFileException when there is none of them
     */
    Optional<DiskImage> parent(List<String> names, Optional<String> formatName) throws IOException;

    /**
     * Opens the parent image of a child that has no name for it: the one file in the directory of
     * the child, the one above it or the import root that {@code test} accepts. The caller closes
     * it.
     *
     * @param what what is looked for, for messages
     * @return as {@link #parent} does
     */
    Optional<DiskImage> parentLike(String what, Test test) throws IOException;

    /**
     * Opens a file that is a part of the image. The caller closes it.
     *
     * @throws io.colama.block.ImageException.Refused when it lies outside the import root
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    Part part(String name) throws IOException;

    /**
     * A file that is a part of an image.
     *
     * @param path where it lies
     * @param content its bytes
     */
    record Part(Path path, BlockSource content) {}

    /** Tells whether a file is the one that is looked for. */
    @FunctionalInterface
    interface Test {

        /** Whether this file, which stays open, is the one. Anything may be in it. */
        boolean accepts(BlockSource file) throws IOException;
    }
}
