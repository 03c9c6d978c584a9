package io.colama.disk.image;

import java.io.IOException;
import java.util.Optional;

/** Opens the image that another image names as what lies below it, if that is permitted. */
@FunctionalInterface
public interface ParentOpener {

    /**
     * Opens the parent image. The caller closes it.
     *
     * @param name as the child has it
     * @param formatName the format as the child has it; probed when empty
     * @throws io.colama.block.ImageException.Refused when the user did not permit this file
     * @throws io.colama.block.ImageException.Damaged when the chain loops or is too long
     */
    DiskImage open(String name, Optional<String> formatName) throws IOException;
}
