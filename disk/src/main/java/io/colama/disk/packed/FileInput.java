package io.colama.disk.packed;

import io.colama.block.BlockSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableInputStream;

/**
 * The bytes of a file as a stream for decoders. It remembers when the file could not be read, so
 * that this is not taken for damage. Closing it does nothing. One thread.
 */
final class FileInput extends SeekableInputStream {

    private static final int BUFFER = 1 << 16;

    private final BlockSource file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private long start;
    private @Nullable IOException failure;

    FileInput(BlockSource file) {
        this.file = file;
    }

    /** Why the file could not be read, if it could not. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public long length() {
        return file.size();
    }

    @Override
    public long position() {
        return start + buffer.position();
    }

    @Override
    public void seek(long position) {
        if (position >= start && position <= start + buffer.limit()) {
            buffer.position((int) (position - start));
        } else {
            start = position;
            buffer.limit(0);
        }
    }

    /** The next byte, of which there has to be one. */
    int next() throws IOException {
        int value = read();
        if (value < 0) {
            throw new EOFException("the file ends too early");
        }
        return value;
    }

    @Override
    public int read() throws IOException {
        return ready() ? Byte.toUnsignedInt(buffer.get()) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!ready()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }

    /** Whether there is a byte in the buffer, after an attempt to fill it. */
    private boolean ready() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        long at = position();
        if (at >= file.size()) {
            return false;
        }
        start = at;
        buffer.clear().limit((int) Math.min(BUFFER, file.size() - at));
        try {
            file.read(at, buffer);
        } catch (IOException unreadable) {
            failure = unreadable;
            throw unreadable;
        }
        buffer.flip();
        return true;
    }
}
