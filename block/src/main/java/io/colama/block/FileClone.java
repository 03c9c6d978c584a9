package io.colama.block;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A copy of a file that shares its blocks until one of them is written (a reflink).
 *
 * <p>Source: Linux man-pages, ioctl_ficlone(2).
 */
public final class FileClone {

    private FileClone() {}

    /**
     * Makes the existing file {@code target} a clone of {@code source}: its contents and size
     * become those of the source. Nothing is synced.
     *
     * @return false where the file system cannot do it, or the two are not on one; the target is
     *     unchanged then
     */
    public static boolean tryClone(Path source, Path target) throws IOException {
        Optional<NativeFile> from = NativeFile.open(source, false);
        Optional<NativeFile> to = from.isEmpty() ? Optional.empty() : NativeFile.open(target, true);
        try {
            return to.isPresent() && to.get().cloneFrom(from.orElseThrow());
        } finally {
            from.ifPresent(NativeFile::close);
            to.ifPresent(NativeFile::close);
        }
    }
}
