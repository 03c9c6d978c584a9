package io.colama.guest.file;

import java.io.IOException;

/**
 * The files of one volume, read in place from a {@link io.colama.block.BlockSource}.
 *
 * <p>It does not own the volume, which must stay open while files are read. Any number of threads.
 */
public interface GuestFileSystem {

    /** What its headers say, and how far it can be believed. */
    FileSystemFacts facts();

    /** How names are compared and paths are written. */
    PathRules rules();

    /** The directory that everything hangs from. */
    FileNode root() throws IOException;

    /**
     * The path below {@link #root} that is mounted when nothing else is said: for file systems of
     * many subvolumes; the empty path for all others.
     */
    default String home() {
        return "";
    }
}
