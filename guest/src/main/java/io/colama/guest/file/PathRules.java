package io.colama.guest.file;

/** How the names of a file system are compared, and how people write its paths. */
public enum PathRules {
    /** {@code /} separates; names are compared byte by byte. */
    POSIX,
    /**
     * {@code /} and {@code \} separate; names are compared without case and keep the case that they
     * were made with.
     */
    WINDOWS
}
