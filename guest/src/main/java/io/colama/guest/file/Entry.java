package io.colama.guest.file;

import java.io.IOException;
import java.util.Optional;

/**
 * A name in a directory.
 *
 * @param name as a string that loses no byte, see {@link GuestName}; it holds no {@code /} and no
 *     NUL, and is neither {@code .} nor {@code ..}
 * @param kind what it stands for, where the directory says so without a look at the file
 * @param opener finds the file
 */
public record Entry(String name, Optional<NodeKind> kind, Opener opener) {

    /** Finds the file behind a name. */
    @FunctionalInterface
    public interface Opener {

        /** Reads the file's attributes. */
        FileNode open() throws IOException;
    }

    /** The file behind the name. */
    public FileNode open() throws IOException {
        return opener.open();
    }
}
