package io.colama.store;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A mapped file of any size, little-endian, as windows of one gibibyte.
 *
 * <p>Numbers are read through {@link ByteBuffer}: reading them from a {@link MemorySegment} makes
 * the JVM build method handles at every start, which costs a short command a tenth of a second.
 *
 * <p>Threads: any number.
 */
final class MappedBytes {

    private static final int SHIFT = 30;
    private static final long WINDOW = 1L << SHIFT;

    /** So far a window reaches into the next: nothing that is read at once is longer. */
    private static final int OVERLAP = Node.MAX_PAYLOAD + (1 << 16);

    private final long size;
    private final ByteBuffer[] windows;

    MappedBytes(MemorySegment bytes) {
        size = bytes.byteSize();
        windows = new ByteBuffer[(int) ((size + WINDOW - 1) >>> SHIFT)];
        for (int i = 0; i < windows.length; i++) {
            long start = i * WINDOW;
            windows[i] =
                    bytes.asSlice(start, Math.min(WINDOW + OVERLAP, size - start))
                            .asByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    long size() {
        return size;
    }

    int getInt(long offset) {
        return windows[(int) (offset >>> SHIFT)].getInt((int) (offset & (WINDOW - 1)));
    }

    long getLong(long offset) {
        return windows[(int) (offset >>> SHIFT)].getLong((int) (offset & (WINDOW - 1)));
    }

    Hash getHash(long offset) {
        byte[] hash = new byte[Hash.BYTES];
        windows[(int) (offset >>> SHIFT)].get((int) (offset & (WINDOW - 1)), hash);
        return Hash.at(hash, 0);
    }

    /** A stretch as a little-endian buffer of its own. */
    ByteBuffer slice(long offset, int length) {
        if (length == 0) {
            return Bytes.allocate(0);
        }
        return windows[(int) (offset >>> SHIFT)]
                .slice((int) (offset & (WINDOW - 1)), length)
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
