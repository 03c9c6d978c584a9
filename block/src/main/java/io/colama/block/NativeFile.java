package io.colama.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file under a descriptor of its own, for what the JDK does not offer: finding holes and punching
 * them.
 *
 * <p>Only on 64-bit Linux, and only where the JVM may make native calls; elsewhere {@code open}
 * answers nothing and the caller does without. Offsets and lengths are bytes. Any number of threads
 * may call; the calls of one file follow each other.
 *
 * <p>Source: Linux man-pages, lseek(2) and fallocate(2).
 */
public final class NativeFile implements Closeable {

    private static final int CLOSED = -1;

    private final LibC c;
    private final Path path;
    private int descriptor;

    private NativeFile(LibC c, Path path, int descriptor) {
        this.c = c;
        this.path = path;
        this.descriptor = descriptor;
    }

    /**
     * Opens {@code path}; empty where this platform has no such calls or the file cannot be opened.
     */
    public static Optional<NativeFile> open(Path path, boolean writable) {
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            return Optional.empty();
        }
        return LibC.get()
                .flatMap(c -> {
                    int descriptor = c.open(path, writable ? LibC.O_RDWR : LibC.O_RDONLY);
                    return descriptor < 0
                            ? Optional.empty()
                            : Optional.of(new NativeFile(c, path, descriptor));
                });
    }

    /** What tells the file at {@code path} from every other file, where the platform knows. */
    static Optional<Object> identity(Path path) throws IOException {
        return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    /** Opens {@code path} for reading, if that is still the file of this identity. */
    static Optional<NativeFile> openSame(Path path, Optional<Object> identity) throws IOException {
        Optional<NativeFile> opened = open(path, false);
        if (opened.isEmpty()) {
            return opened;
        }
        Path link = Path.of("/proc/self/fd/" + opened.get().descriptor);
        boolean same =
                identity.isPresent()
                        && identity.equals(identity(path))
                        && Files.exists(link)
                        && identity.equals(identity(link));
        if (!same) {
            opened.get().close();
            return Optional.empty();
        }
        return opened;
    }

    /**
     * The first byte of data at or behind {@code offset}; {@link Long#MAX_VALUE} where only a hole
     * follows. A file system that knows no holes answers {@code offset}.
     */
    public synchronized long seekData(long offset) throws IOException {
        long found = c.lseek(descriptor(), offset, LibC.SEEK_DATA);
        if (found == -LibC.ENXIO) {
            return Long.MAX_VALUE;
        }
        return found < 0 ? offset : found;
    }

    /**
     * The first byte of a hole at or behind {@code offset}, the end of the file counting as one. A
     * file system that knows no holes answers {@link Long#MAX_VALUE}.
     */
    public synchronized long seekHole(long offset) throws IOException {
        long found = c.lseek(descriptor(), offset, LibC.SEEK_HOLE);
        return found < 0 ? Long.MAX_VALUE : found;
    }

    /**
     * Makes a range read as zero and gives its space back; the size stays. False where that is not
     * possible.
     */
    public synchronized boolean punchHole(long offset, long length) throws IOException {
        int mode = LibC.FALLOC_FL_PUNCH_HOLE | LibC.FALLOC_FL_KEEP_SIZE;
        return c.fallocate(descriptor(), mode, offset, length) == 0;
    }

    /** Makes this file share the blocks of {@code source}; false where the file system does not. */
    synchronized boolean cloneFrom(NativeFile source) throws IOException {
        return c.ioctl(descriptor(), LibC.FICLONE, source.descriptor()) == 0;
    }

    private synchronized int descriptor() throws IOException {
        if (descriptor == CLOSED) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    @Override
    public synchronized void close() {
        if (descriptor != CLOSED) {
            c.close(descriptor);
            descriptor = CLOSED;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
