package io.colama.block;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What stands at a path, symbolic links followed. Asked before opening, because opening a FIFO
 * waits for its writer.
 */
public enum FileKind {
    /** A regular file. */
    REGULAR("a regular file"),
    /** A block device: its size is where seeking to its end leads. */
    BLOCK_DEVICE("a block device"),
    /** A directory. */
    DIRECTORY("a directory"),
    /** A FIFO. */
    FIFO("a FIFO"),
    /** A socket. */
    SOCKET("a socket"),
    /** A character device. */
    CHARACTER_DEVICE("a character device"),
    /** Something that this platform does not name. */
    OTHER("no regular file");

    private static final int TYPE_MASK = 0xf000;

    private final String description;

    FileKind(String description) {
        this.description = description;
    }

    /** The kind with its article, for messages. */
    public String description() {
        return description;
    }

    /**
     * The kind of what stands at {@code path}.
     *
     * @throws NoSuchFileException when nothing does, or a link points nowhere
     * @throws IOException when it cannot be looked at
     */
    public static FileKind of(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException missing) {
            throw new NoSuchFileException(path.toString(), null, "no such file");
        }
        if (attributes.isRegularFile()) {
            return REGULAR;
        }
        if (attributes.isDirectory()) {
            return DIRECTORY;
        }
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? ofMode(path)
                : OTHER;
    }

    private static FileKind ofMode(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        return switch (mode & TYPE_MASK) {
            case 0x1000 -> FIFO;
            case 0x2000 -> CHARACTER_DEVICE;
            case 0x4000 -> DIRECTORY;
            case 0x6000 -> BLOCK_DEVICE;
            case 0x8000 -> REGULAR;
            case 0xc000 -> SOCKET;
            default -> OTHER;
        };
    }

    /**
     * Throws, in one clear line, unless this is a regular file or block device that may be read.
     */
    void requireReadable(Path path) throws IOException {
        if (this != REGULAR && this != BLOCK_DEVICE) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "is " + description + ", expected a file or a block device");
        }
        if (!Files.isReadable(path)) {
            throw new AccessDeniedException(path.toString(), null, "may not be read by this user");
        }
    }
}
