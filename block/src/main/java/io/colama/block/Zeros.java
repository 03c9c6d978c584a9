package io.colama.block;

import java.nio.ByteBuffer;

/** Zeros: writing them into a buffer and finding them there. */
public final class Zeros {

    private static final int CHUNK = 1 << 16;
    private static final ByteBuffer BLANK = ByteBuffer.allocateDirect(CHUNK).asReadOnlyBuffer();

    private Zeros() {}

    /**
     * Puts {@code count} zeros at the target's position and moves the position behind them.
     *
     * @throws java.nio.BufferOverflowException when fewer than {@code count} bytes remain
     */
    public static void fill(ByteBuffer target, int count) {
        int left = count;
        while (left > 0) {
            int chunk = Math.min(left, CHUNK);
            target.put(BLANK.slice(0, chunk));
            left -= chunk;
        }
    }

    /**
     * Whether the {@code length} bytes of {@code buffer} that start at {@code index} are all zero.
     * The position and limit are left alone.
     *
     * @throws IndexOutOfBoundsException when they are not all below the limit
     */
    public static boolean are(ByteBuffer buffer, int index, int length) {
        if (length >= Long.BYTES && !startsWithZeros(buffer, index)) {
            return false;
        }
        for (int done = 0; done < length; done += CHUNK) {
            int chunk = Math.min(length - done, CHUNK);
            if (buffer.slice(index + done, chunk).mismatch(BLANK.slice(0, chunk)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWithZeros(ByteBuffer buffer, int index) {
        return buffer.getLong(index) == 0;
    }
}
