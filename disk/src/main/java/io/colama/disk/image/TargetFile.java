package io.colama.disk.image;

import io.colama.block.FileKind;
import io.colama.block.NoSpaceException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears under its name only when it is complete.
 *
 * <p>It is written as a hidden sibling of the name, synced, given the name in one step, and the
 * directory is synced. Closing before that deletes the sibling; after a crash a file {@code
 * .NAME.*.partial} may be left, and nothing under the name. Positional writes only; one thread.
 */
public final class TargetFile implements LayoutOutput, Closeable {

    /** So much of the name that the longest name a directory takes can still be written. */
    private static final int NAME_CHARACTERS = 40;

    private final Path target;
    private final Path partial;
    private final boolean replace;
    private final FileChannel channel;
    private final EarlySync sync;
    private boolean finished;

    private TargetFile(Path target, Path partial, boolean replace, FileChannel channel) {
        this.target = target;
        this.partial = partial;
        this.replace = replace;
        this.channel = channel;
        this.sync = new EarlySync(channel);
    }

    /**
     * Starts a file that is going to be called {@code path}.
     *
     * @throws FileAlreadyExistsException when there is one and it may not be replaced
     * @throws FileSystemException when something else than a regular file has that name
     * @throws NoSpaceException when the expected bytes exceed the free space
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static TargetFile create(Path path, WriteOptions options) throws IOException {
        Path target = path.toAbsolutePath();
        Path directory = target.getParent();
        Path name = target.getFileName();
        if (directory == null || name == null) {
            throw new FileSystemException(path.toString(), null, "is no name of a file");
        }
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString(), null, "no such directory");
        }
        refuseExisting(target, options.replace());
        checkSpace(directory, options.expectedBytes());
        String start = name.toString();
        int characters = Math.min(start.codePointCount(0, start.length()), NAME_CHARACTERS);
        String shown = start.substring(0, start.offsetByCodePoints(0, characters));
        Path partial = directory.resolve("." + shown + "." + UUID.randomUUID() + ".partial");
        FileChannel channel =
                FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return new TargetFile(target, partial, options.replace(), channel);
    }

    /** Writes a whole file, which appears under its name when it is complete and synced. */
    public static void save(Path path, byte[] content, WriteOptions options) throws IOException {
        try (TargetFile file = create(path, options)) {
            file.write(0, ByteBuffer.wrap(content));
            file.finish();
        }
    }

    private static void refuseExisting(Path target, boolean replace) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!replace) {
            throw new FileAlreadyExistsException(target.toString(), null, "exists already");
        }
        FileKind kind = Files.exists(target) ? FileKind.of(target) : FileKind.REGULAR;
        if (kind != FileKind.REGULAR) {
            throw new FileSystemException(
                    target.toString(), null, "is " + kind.description() + " and is not replaced");
        }
    }

    private static void checkSpace(Path directory, long expectedBytes) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (expectedBytes > free) {
            throw new NoSpaceException(
                    "%s: %d bytes needed, %d free".formatted(directory, expectedBytes, free));
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        long at = offset;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
        sync.wrote(at - offset);
    }

    /**
     * The file as a stream that writes forwards from its start. Each write is one of the file, so
     * small ones are better gathered. Closing it does not finish the file.
     */
    public OutputStream forwards() {
        return new Forwards(this);
    }

    private static final class Forwards extends OutputStream {

        private final TargetFile file;
        private long position;

        Forwards(TargetFile file) {
            this.file = file;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(position, ByteBuffer.wrap(bytes, offset, length));
            position += length;
        }
    }

    @Override
    public void extend(long size) throws IOException {
        if (channel.size() < size) {
            write(size - 1, ByteBuffer.allocate(1));
        }
    }

    /** Syncs the contents, gives the name and syncs the directory. */
    public void finish() throws IOException {
        sync.finish();
        channel.close();
        if (replace) {
            Files.move(
                    partial,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } else {
            nameNew();
        }
        finished = true;
        syncDirectory();
    }

    /** A link fails where the name was taken meanwhile; a rename would replace it silently. */
    private void nameNew() throws IOException {
        try {
            Files.createLink(target, partial);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            refuseExisting(target, false);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.delete(partial);
    }

    private void syncDirectory() throws IOException {
        Path directory = target.getParent();
        if (directory != null) {
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    /** Deletes what was written, unless it was finished. Closing twice does nothing. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            sync.close();
            try (channel) {
                Files.deleteIfExists(partial);
            }
        }
    }
}
