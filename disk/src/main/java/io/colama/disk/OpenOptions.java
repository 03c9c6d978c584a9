package io.colama.disk;

import io.colama.block.FileOpener;
import io.colama.disk.image.DiskFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the caller knows and permits when an image is opened.
 *
 * @param format the format, where the caller names it; probed otherwise
 * @param parents what happens when the image names one below it
 * @param importRoot where files that the image names must lie; the directory of the image when
 *     empty
 * @param files opens the image's file and those that it names
 */
public record OpenOptions(
        Optional<DiskFormat> format, Parents parents, Optional<Path> importRoot, FileOpener files) {

    /** Files are opened as they are. */
    public OpenOptions(Optional<DiskFormat> format, Parents parents, Optional<Path> importRoot) {
        this(format, parents, importRoot, FileOpener.PLAIN);
    }

    /** What to do about an image below the one that is opened. */
    public enum Parents {
        /** An image that names one is refused. */
        REFUSED,
        /** It is opened, inside the import root. */
        OPENED,
        /** It is not opened; the image is looked at, and its content is not complete. */
        LEFT_OUT
    }

    /** Probe the format, open no parent. */
    public static OpenOptions defaults() {
        return new OpenOptions(Optional.empty(), Parents.REFUSED, Optional.empty());
    }

    /** The same for an image of a known format. */
    public OpenOptions withFormat(DiskFormat known) {
        return new OpenOptions(Optional.of(known), parents, importRoot, files);
    }

    /** The same, with files below the image permitted or not. */
    public OpenOptions withAllowBacking(boolean allow) {
        return withParents(allow ? Parents.OPENED : Parents.REFUSED);
    }

    /** The same with another rule about parents. */
    public OpenOptions withParents(Parents rule) {
        return new OpenOptions(format, rule, importRoot, files);
    }

    /** The same, with files opened in another way. */
    public OpenOptions withFiles(FileOpener opener) {
        return new OpenOptions(format, parents, importRoot, opener);
    }

    /** The same, with another directory in which files that the image names must lie. */
    public OpenOptions withImportRoot(Path root) {
        return new OpenOptions(format, parents, Optional.of(root), files);
    }
}
