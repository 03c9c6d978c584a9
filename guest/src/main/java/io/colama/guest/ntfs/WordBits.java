package io.colama.guest.ntfs;

import java.nio.ByteBuffer;

/**
 * Bits from little-endian words of 16, the highest first, with whole bytes in between. Behind the
 * end all bits are zero. One thread.
 */
final class WordBits {

    private final ByteBuffer bytes;
    private long bits;
    private int count;

    /** Reads the remaining bytes of {@code bytes}, which are little-endian. */
    WordBits(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    private void need(int wanted) {
        while (count < wanted) {
            int word = 0;
            if (bytes.remaining() >= Short.BYTES) {
                word = bytes.getShort() & 0xffff;
            } else if (bytes.hasRemaining()) {
                word = bytes.get() & 0xff;
            }
            bits = (bits << Short.SIZE) | word;
            count += Short.SIZE;
        }
    }

    /** The next {@code wanted} bits, at most 16, which stay. */
    int peek(int wanted) {
        need(wanted);
        return (int) (bits >>> (count - wanted)) & ((1 << wanted) - 1);
    }

    /** Drops bits that were looked at. */
    void skip(int wanted) {
        count -= wanted;
    }

    /** The next {@code wanted} bits, at most 16. */
    int take(int wanted) {
        int value = peek(wanted);
        skip(wanted);
        return value;
    }

    /** Sees to it that 16 bits were fetched before a byte is read from behind them. */
    void fetch() {
        need(Short.SIZE);
    }

    /** Drops the rest of the word, or a whole word where none was begun. */
    void align() {
        need(1);
        count = 0;
    }

    /** The byte behind what was fetched; 0 behind the end. */
    int nextByte() {
        return bytes.hasRemaining() ? bytes.get() & 0xff : 0;
    }

    /** The two bytes behind what was fetched. */
    int nextShort() {
        int low = nextByte();
        return low | (nextByte() << Byte.SIZE);
    }

    /** The four bytes behind what was fetched. */
    int nextInt() {
        int low = nextShort();
        return low | (nextShort() << Short.SIZE);
    }
}
