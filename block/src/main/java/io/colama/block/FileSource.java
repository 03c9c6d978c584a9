package io.colama.block;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file or block device, with the holes that its file system tells of. */
final class FileSource implements BlockSource {

    /**
     * The JDK copies reads into heap buffers through a buffer of the same size that it keeps for
     * each thread.
     */
    private static final int HEAP_READ_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final Optional<NativeFile> extents;
    private final long size;
    private volatile @Nullable Run last;

    private FileSource(Path path, FileChannel channel, Optional<NativeFile> extents, long size) {
        this.path = path;
        this.channel = channel;
        this.extents = extents;
        this.size = size;
    }

    @SuppressWarnings("MustBeClosedChecker")
    static FileSource open(Path path) throws IOException {
        FileKind kind = FileKind.of(path);
        kind.requireReadable(path);
        Optional<Object> identity = NativeFile.identity(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Optional<NativeFile> extents =
                    kind == FileKind.REGULAR
                            ? NativeFile.openSame(path, identity)
                            : Optional.empty();
            return new FileSource(path, channel, extents, channel.size());
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        int limit = target.limit();
        int most = target.isDirect() ? Integer.MAX_VALUE : HEAP_READ_BYTES;
        long at = offset;
        try {
            while (target.position() < limit) {
                target.limit(target.position() + Math.min(limit - target.position(), most));
                int count = channel.read(target, at);
                if (count < 0) {
                    throw shrunk(at);
                }
                at += count;
            }
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        Run known = last;
        if (known == null
                || offset < known.offset()
                || offset >= known.end()
                || !channel.isOpen()) {
            known = find(offset);
            last = known;
        }
        return new Run(offset, known.end() - offset, known.kind());
    }

    private Run find(long offset) throws IOException {
        long length = channel.size();
        if (length < size && offset >= length) {
            throw shrunk(length);
        }
        if (extents.isEmpty()) {
            return new Run(offset, size - offset, Run.Kind.DATA);
        }
        long data = Math.min(extents.get().seekData(offset), Math.min(size, length));
        if (data > offset) {
            return new Run(offset, data - offset, Run.Kind.HOLE);
        }
        long hole = Math.min(extents.get().seekHole(offset), size);
        return new Run(offset, Math.max(hole, offset + 1) - offset, Run.Kind.DATA);
    }

    private EOFException shrunk(long at) {
        return new EOFException(
                "%s: ends at 0x%x, but had %d bytes when it was opened: it shrank while it was read"
                        .formatted(path, at, size));
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            extents.ifPresent(NativeFile::close);
        }
    }
}
