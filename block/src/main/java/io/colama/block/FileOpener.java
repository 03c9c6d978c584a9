package io.colama.block;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens files to read them. What opens an image asks it for the image's own file and for each that
 * the image names, so that one who knows more of a file than its name can stand in between.
 */
@FunctionalInterface
public interface FileOpener {

    /** Opens regular files and block devices as they are. */
    FileOpener PLAIN = BlockSources::file;

    /**
     * Opens a file. The caller closes it.
     *
     * @throws IOException as {@link BlockSources#file} does
     */
    BlockSource open(Path path) throws IOException;
}
