package io.colama.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Numbers in byte arrays, checksums, and variable-length integers. All files of the store are
 * little-endian.
 */
final class Bytes {

    private static final VarHandle BIG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] ZEROS = new byte[Geometry.BLOCK];

    private Bytes() {}

    static long bigLong(byte[] bytes, int offset) {
        return (long) BIG.get(bytes, offset);
    }

    static void bigLong(byte[] bytes, int offset, long value) {
        BIG.set(bytes, offset, value);
    }

    /** A little-endian view of a whole array. */
    static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A new little-endian buffer of {@code size} zero bytes. */
    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the block of 4,096 bytes at {@code offset} is all zeros. */
    static boolean isZeroBlock(byte[] bytes, int offset) {
        return Arrays.mismatch(bytes, offset, offset + Geometry.BLOCK, ZEROS, 0, Geometry.BLOCK)
                < 0;
    }

    static int crc32c(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** The checksum of everything between position and limit, which do not move. */
    static int crc32c(ByteBuffer buffer) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate());
        return (int) crc.getValue();
    }

    /** Writes an unsigned number seven bits a byte, low bits first. */
    static void putVarint(ByteBuffer target, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    /**
     * Reads a number that {@link #putVarint} wrote.
     *
     * @throws java.nio.BufferUnderflowException at the end of the buffer
     * @throws IllegalArgumentException when it is longer than a number can be
     */
    static long varint(ByteBuffer source) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = source.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }
}
