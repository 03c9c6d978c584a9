package io.colama.testkit.crash;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a recorded file: reads and locks pass through, what changes the file goes through
 * the {@link Recorder}.
 */
final class CrashChannel extends FileChannel {

    private static final int TRANSFER_BUFFER = 64 << 10;

    private final Recorder recorder;
    private final FileChannel real;
    private final int node;
    private final String path;
    private final boolean append;
    private final boolean synchronous;
    private final Recorder.Action atClose;

    /**
     * A channel over {@code real}.
     *
     * @param node the open file or directory, {@link Tree#ABSENT} when it lies outside of what is
     *     recorded
     * @param atClose what closing does afterwards
     */
    CrashChannel(
            Recorder recorder,
            FileChannel real,
            int node,
            String path,
            Set<? extends OpenOption> options,
            Recorder.Action atClose) {
        this.recorder = recorder;
        this.real = real;
        this.node = node;
        this.path = path;
        this.append = options.contains(StandardOpenOption.APPEND);
        this.synchronous =
                options.contains(StandardOpenOption.SYNC)
                        || options.contains(StandardOpenOption.DSYNC);
        this.atClose = atClose;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        recorder.faults().alive();
        return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        recorder.faults().alive();
        return real.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        recorder.faults().alive();
        return real.read(target, position);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return recorder.locked(() -> {
            long offset = append ? real.size() : real.position();
            int written = writeAt(source, offset);
            real.position(offset + written);
            return written;
        });
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        return recorder.locked(() -> {
            long total = 0;
            for (int i = offset; i < offset + length; i++) {
                if (sources[i].hasRemaining()) {
                    total += write(sources[i]);
                    if (sources[i].hasRemaining()) {
                        break;
                    }
                }
            }
            return total;
        });
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("negative position: " + position);
        }
        return recorder.locked(() -> writeAt(source, append ? real.size() : position));
    }

    private int writeAt(ByteBuffer source, long offset) throws IOException {
        int count = recorder.faults().room(source.remaining());
        if (count == 0) {
            return real.write(source.slice(source.position(), 0), offset);
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        bytes.put(0, source, source.position(), count);
        recorder.perform(
                new Operation.Write(node, path, offset, bytes.asReadOnlyBuffer()),
                () -> {
                    ByteBuffer left = bytes.duplicate();
                    while (left.hasRemaining()) {
                        real.write(left, offset + left.position());
                    }
                });
        source.position(source.position() + count);
        if (synchronous) {
            recorder.force(node, path);
        }
        return count;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        recorder.locked(() -> {
            if (size >= 0 && size < real.size()) {
                recorder.perform(
                        new Operation.Truncate(node, path, size), () -> real.truncate(size));
            } else {
                real.truncate(size);
            }
            return this;
        });
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (node == Tree.ABSENT) {
            real.force(metaData);
        } else {
            recorder.force(node, path);
        }
    }

    @Override
    public long position() throws IOException {
        recorder.faults().alive();
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        recorder.faults().alive();
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        recorder.faults().alive();
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
            throws IOException {
        recorder.faults().alive();
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
            throws IOException {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "negative position or count: " + position + ", " + count);
        }
        if (position > size()) {
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, TRANSFER_BUFFER));
        long done = 0;
        while (done < count) {
            buffer.clear().limit((int) Math.min(count - done, TRANSFER_BUFFER));
            if (source.read(buffer) <= 0) {
                break;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                done += write(buffer, position + done);
            }
        }
        return done;
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        refuseWritable(mode);
        return real.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        refuseWritable(mode);
        return real.map(mode, offset, size, arena);
    }

    private void refuseWritable(MapMode mode) throws IOException {
        recorder.faults().alive();
        if (mode.equals(MapMode.READ_WRITE)) {
            throw new UnsupportedOperationException(
                    "writes through a mapping cannot be recorded: " + path);
        }
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        recorder.faults().alive();
        return new CrashLock(this, real.lock(position, size, shared));
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        recorder.faults().alive();
        FileLock lock = real.tryLock(position, size, shared);
        return lock == null ? null : new CrashLock(this, lock);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
        atClose.run();
    }
}
