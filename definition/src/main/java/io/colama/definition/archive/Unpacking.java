package io.colama.definition.archive;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the members of an archive below a directory, and counts. For one thread. */
final class Unpacking {

    private static final int PIECE = 1 << 16;
    private static final byte[] ZEROS = new byte[PIECE];

    /** Small archives of text compress well and harm nobody. */
    private static final long FREE_BYTES = 64L << 20;

    private final String what;
    private final Path root;
    private final Bound totalBytes;
    private final Bound members;
    private final Bound ratio;
    private final long archiveBytes;
    private final List<Path> written = new ArrayList<>();
    private long total;
    private long memberCount;

    /** The content of a member. */
    @FunctionalInterface
    interface Content {
        /** Reads up to {@code length} bytes; 0 at the end. */
        int read(byte[] target, int length) throws IOException;
    }

    Unpacking(String what, Path root, BoxLimits limits, long archiveBytes) {
        this.what = what;
        this.root = root;
        this.totalBytes = new Bound("bytes of an unpacked box", limits.totalBytes());
        this.members = new Bound("members of a box", limits.members());
        this.ratio = new Bound("compression ratio of a box", limits.ratio());
        this.archiveBytes = Math.max(1, archiveBytes);
    }

    List<Path> written() {
        return List.copyOf(written);
    }

    void countMember() throws DefinitionException {
        members.check(what, ++memberCount);
    }

    void count(long bytes) throws DefinitionException {
        total += bytes;
        totalBytes.check(what, total);
        if (total > FREE_BYTES) {
            ratio.check(what, total / archiveBytes);
        }
    }

    void directory(String name) throws IOException {
        Path here = root;
        for (Path part : Path.of(name)) {
            here = here.resolve(part);
            if (Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
                if (!Files.isDirectory(here, LinkOption.NOFOLLOW_LINKS)) {
                    throw new DefinitionException.Refused(
                            what + ": member " + name + " would lie below something else");
                }
            } else {
                Files.createDirectory(here);
            }
        }
    }

    /** Writes a file with holes where there are zeros. */
    void file(String name, Content content) throws IOException {
        int slash = name.lastIndexOf('/');
        if (slash > 0) {
            directory(name.substring(0, slash));
        }
        Path file = root.resolve(name);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW,
                        LinkOption.NOFOLLOW_LINKS)) {
            byte[] piece = new byte[PIECE];
            long at = 0;
            boolean hole = false;
            int read;
            while ((read = content.read(piece, PIECE)) > 0) {
                count(read);
                hole = Arrays.equals(piece, 0, read, ZEROS, 0, read);
                if (!hole) {
                    write(channel, ByteBuffer.wrap(piece, 0, read), at);
                }
                at += read;
            }
            if (hole) {
                write(channel, ByteBuffer.wrap(ZEROS, 0, 1), at - 1);
            }
        } catch (FileAlreadyExistsException twice) {
            throw new DefinitionException.Refused(what + ": member " + name + " is there twice");
        }
        written.add(file);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }
}
