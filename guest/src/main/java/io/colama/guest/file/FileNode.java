package io.colama.guest.file;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A file, directory, link or device of a guest.
 *
 * <p>A value: it stays good while its volume is open, and two nodes of the same file read the same.
 * Any number of threads. An operation that does not fit the {@linkplain Attributes#kind() kind} is
 * an {@link IllegalStateException}, the caller's mistake.
 */
public interface FileNode {

    /** What {@code stat} says; known without I/O. */
    Attributes attributes();

    /**
     * The names in this directory, without {@code .} and {@code ..}, in the order in which they
     * lie. A name may occur twice only where the file system is damaged.
     */
    List<Entry> entries() throws IOException;

    /**
     * The file called {@code name} in this directory, by the file system's own comparison. {@code
     * .} and {@code ..} are not names.
     */
    Optional<FileNode> child(String name) throws IOException;

    /**
     * The bytes of this regular file. As long as the attributes say; what was never written is a
     * hole. Closing it is not needed and does nothing.
     */
    BlockSource content() throws IOException;

    /**
     * Where this symbolic link leads, as it is written there: relative to its directory unless it
     * starts at a root or drive.
     */
    String target() throws IOException;

    /**
     * Extended attributes by their full names such as {@code user.comment} or {@code
     * security.capability}, in the order of their names. Empty where the file system has none.
     */
    SortedMap<String, byte[]> extendedAttributes() throws IOException;
}
