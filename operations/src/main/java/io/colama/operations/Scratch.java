package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.NoSpaceException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A directory for what has to be unpacked before it can be read; gone when it is closed. */
final class Scratch implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final int PAGE = 4096;

    /** So many bytes are unpacked between two looks at the room that is left. */
    private static final long STEP = 16L << 20;

    private final Path directory;
    private final SourceFiles room;
    private int files;

    private Scratch(Path directory, SourceFiles room) {
        this.directory = directory;
        this.room = room;
    }

    /** A new directory where the files of a check-in have room, closed to other users. */
    static Scratch create(SourceFiles room) throws IOException {
        return new Scratch(room.scratch(), room);
    }

    Path directory() {
        return directory;
    }

    /**
     * Unpacks gzip into a sparse file of its own.
     *
     * @param mostBytes how long it may get
     */
    Path gunzip(BlockSource packed, String what, long mostBytes, Task task) throws IOException {
        Path target = directory.resolve("unpacked-" + files++);
        try (InputStream stream = new GZIPInputStream(BlockSources.stream(packed), BUFFER);
                FileChannel file =
                        FileChannel.open(
                                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] piece = new byte[BUFFER];
            long at = 0;
            for (int count = stream.readNBytes(piece, 0, BUFFER);
                    count > 0;
                    count = stream.readNBytes(piece, 0, BUFFER)) {
                task.check();
                at += count;
                if (at > mostBytes) {
                    throw new OperationException(
                            Failure.REFUSED,
                            "%s: unpacks to more than %d bytes, which is all that its disk can need"
                                    .formatted(what, mostBytes));
                }
                if (at / STEP != (at - count) / STEP && room.room() < STEP) {
                    throw new NoSpaceException(
                            "%s: cannot be unpacked: there is not enough space".formatted(what));
                }
                write(file, at - count, ByteBuffer.wrap(piece, 0, count));
            }
            if (at > 0 && file.size() < at) {
                file.write(ByteBuffer.allocate(1), at - 1);
            }
        } catch (ZipException | java.io.EOFException broken) {
            throw new io.colama.block.ImageException.Damaged(
                    what + ": the compressed data cannot be read: " + broken.getMessage(), broken);
        }
        return target;
    }

    private static void write(FileChannel file, long offset, ByteBuffer bytes) throws IOException {
        for (int at = 0; at < bytes.limit(); at += PAGE) {
            ByteBuffer page = bytes.slice(at, Math.min(PAGE, bytes.limit() - at));
            if (!io.colama.block.Zeros.are(page, 0, page.limit())) {
                long place = offset + at;
                while (page.hasRemaining()) {
                    place += file.write(page, place);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, java.io.@org.jspecify.annotations.Nullable IOException e)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
