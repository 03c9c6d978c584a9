package io.colama.guest.file;

import java.time.Instant;
import java.util.Optional;

/**
 * What {@code stat} says of a file.
 *
 * @param kind what it is
 * @param sizeBytes for files the length of their content, for symbolic links of their target; else
 *     what the file system keeps there
 * @param mode the lower twelve bits of a Unix mode; file systems without one give 0755 for
 *     directories and 0644 for files, without the write bits where a file is read-only
 * @param uid the owner's number; 0 where there is none
 * @param gid the group's number; 0 where there is none
 * @param links how many names it has; 1 where they are not counted
 * @param times when it was touched
 * @param device for devices major number times 2^32 plus minor number; else 0
 * @param id a number that two names of the same file share and two files of a file system do not
 */
public record Attributes(
        NodeKind kind,
        long sizeBytes,
        int mode,
        long uid,
        long gid,
        long links,
        Times times,
        long device,
        long id) {

    /**
     * When a file was touched; empty where the file system does not keep it.
     *
     * @param modified its content last changed
     * @param accessed it was last read
     * @param changed its attributes last changed
     * @param created it was made
     */
    public record Times(
            Optional<Instant> modified,
            Optional<Instant> accessed,
            Optional<Instant> changed,
            Optional<Instant> created) {

        /** No time is known. */
        public static final Times NONE =
                new Times(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether this is a directory. */
    public boolean isDirectory() {
        return kind == NodeKind.DIRECTORY;
    }

    /** Whether this is a regular file. */
    public boolean isFile() {
        return kind == NodeKind.FILE;
    }

    /** Whether this is a symbolic link. */
    public boolean isSymlink() {
        return kind == NodeKind.SYMLINK;
    }

    /**
     * Refuses a call that only another kind of file answers.
     *
     * @param what names the file in the message
     * @throws IllegalStateException when this is of another kind
     */
    public void expect(NodeKind wanted, String what) {
        if (kind != wanted) {
            throw new IllegalStateException(
                    "%s is a %s, not a %s".formatted(what, kind.shown(), wanted.shown()));
        }
    }
}
