package io.colama.testkit.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file in memory, holes included. A {@linkplain #copy() copy} shares what it
 * does not change, so the original must stay as it is for as long as the copy is used. Not safe for
 * threads.
 */
final class SparseBytes {

    private static final int CHUNK = 4096;
    private static final int COPY_BUFFER = 1 << 20;

    private final NavigableMap<Long, byte[]> chunks;

    /** The chunks that belong to this copy alone; null when all do. */
    private final @Nullable Set<Long> owned;

    private long size;

    SparseBytes() {
        this(new TreeMap<>(), null, 0);
    }

    private SparseBytes(NavigableMap<Long, byte[]> chunks, @Nullable Set<Long> owned, long size) {
        this.chunks = chunks;
        this.owned = owned;
        this.size = size;
    }

    /** What a file holds by now. */
    static SparseBytes readFrom(Path file) throws IOException {
        SparseBytes bytes = new SparseBytes();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BUFFER);
            long at = 0;
            while (channel.read(buffer.clear(), at) > 0) {
                bytes.write(at, buffer.flip());
                at += buffer.limit();
            }
        }
        return bytes;
    }

    SparseBytes copy() {
        return new SparseBytes(new TreeMap<>(chunks), new HashSet<>(), size);
    }

    /** A copy that shares nothing. */
    SparseBytes deepCopy() {
        TreeMap<Long, byte[]> own = new TreeMap<>();
        chunks.forEach((number, chunk) -> own.put(number, chunk.clone()));
        return new SparseBytes(own, null, size);
    }

    long size() {
        return size;
    }

    /** Writes what remains in {@code source}, which is left as it was. */
    void write(long offset, ByteBuffer source) {
        int from = source.position();
        int count = source.remaining();
        for (int done = 0; done < count; ) {
            long at = offset + done;
            int inChunk = (int) (at % CHUNK);
            int step = Math.min(CHUNK - inChunk, count - done);
            source.get(from + done, ownChunk(at / CHUNK), inChunk, step);
            done += step;
        }
        extendTo(offset + count);
    }

    /** Makes the file at least {@code end} bytes long; new bytes are zero. */
    void extendTo(long end) {
        size = Math.max(size, end);
    }

    /** Makes the file at most {@code end} bytes long. */
    void truncate(long end) {
        if (end >= size) {
            return;
        }
        long partial = end / CHUNK;
        if (end % CHUNK != 0 && chunks.containsKey(partial)) {
            Arrays.fill(ownChunk(partial), (int) (end % CHUNK), CHUNK, (byte) 0);
        }
        chunks.tailMap(partial, end % CHUNK == 0).clear();
        size = end;
    }

    /** Writes the content to a new file, holes left out. */
    void writeTo(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer run =
                    ByteBuffer.allocate((int) Math.min(COPY_BUFFER, chunks.size() * (long) CHUNK));
            long runStart = 0;
            for (Map.Entry<Long, byte[]> chunk : chunks.entrySet()) {
                long at = chunk.getKey() * CHUNK;
                if (run.position() > 0
                        && (at != runStart + run.position() || !run.hasRemaining())) {
                    writeAll(channel, run.flip(), runStart);
                    run.clear();
                }
                if (run.position() == 0) {
                    runStart = at;
                }
                run.put(chunk.getValue(), 0, (int) Math.min(CHUNK, size - at));
            }
            writeAll(channel, run.flip(), runStart);
            if (channel.size() < size) {
                writeAll(channel, ByteBuffer.allocate(1), size - 1);
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer source, long offset)
            throws IOException {
        long at = offset;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    private byte[] ownChunk(long number) {
        byte[] chunk = chunks.get(number);
        if (chunk == null) {
            chunk = new byte[CHUNK];
        } else if (owned != null && !owned.contains(number)) {
            chunk = chunk.clone();
        } else {
            return chunk;
        }
        chunks.put(number, chunk);
        if (owned != null) {
            owned.add(number);
        }
        return chunk;
    }
}
