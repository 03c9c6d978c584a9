package io.colama.disk;

import io.colama.disk.image.DiskFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the caller knows and permits when an image is opened.
 *
 * @param format the format, where the caller names it; probed otherwise
 * @param allowBacking whether files that the image names, such as its backing file, may be opened
 * @param importRoot where such files must lie; the directory of the image when empty
 */
public record OpenOptions(
        Optional<DiskFormat> format, boolean allowBacking, Optional<Path> importRoot) {

    /** Probe the format, open no other file. */
    public static OpenOptions defaults() {
        return new OpenOptions(Optional.empty(), false, Optional.empty());
    }

    /** The same for an image of a known format. */
    public OpenOptions withFormat(DiskFormat known) {
        return new OpenOptions(Optional.of(known), allowBacking, importRoot);
    }

    /** The same, with files that the image names permitted or not. */
    public OpenOptions withAllowBacking(boolean allow) {
        return new OpenOptions(format, allow, importRoot);
    }

    /** The same, with another directory in which such files must lie. */
    public OpenOptions withImportRoot(Path root) {
        return new OpenOptions(format, allowBacking, Optional.of(root));
    }
}
