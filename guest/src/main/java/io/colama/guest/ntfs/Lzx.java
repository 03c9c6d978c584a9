package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The decoder of LZX ([MS-PATCH] LZX DELTA 2.4 to 2.7, with the differences of Windows Imaging:
 * chunks of 32 KiB that start anew, sizes of blocks in 16 bits, and calls of x86 code always
 * translated as if in a file of 12,000,000 bytes). One chunk is one decoder.
 */
final class Lzx {

    private static final int WINDOW = 1 << 15;
    private static final int SLOTS = 30;
    private static final int LITERALS = 256;
    private static final int MAIN = LITERALS + SLOTS * 8;
    private static final int LENGTHS = 249;
    private static final int PRE = 20;
    private static final int ALIGNED = 8;
    private static final int CODE_LENGTHS = 17;
    private static final int VERBATIM_BLOCK = 1;
    private static final int ALIGNED_BLOCK = 2;
    private static final int PLAIN_BLOCK = 3;
    private static final int CALL = 0xe8;
    private static final int CALL_TAIL = 10;
    private static final int CALL_FILE = 12_000_000;
    private static final int[] SLOT_START = slotStarts();

    private final WordBits bits;
    private final byte[] target;
    private final byte[] mainLengths = new byte[MAIN];
    private final byte[] lengthLengths = new byte[LENGTHS];
    private final int[] recent = {1, 1, 1};
    private int at;

    private Lzx(ByteBuffer source, byte[] target) {
        this.bits = new WordBits(source.order(ByteOrder.LITTLE_ENDIAN));
        this.target = target;
    }

    private static int[] slotStarts() {
        int[] starts = new int[SLOTS];
        for (int slot = 1; slot < SLOTS; slot++) {
            starts[slot] = starts[slot - 1] + (1 << extraBits(slot - 1));
        }
        return starts;
    }

    private static int extraBits(int slot) {
        return slot < 4 ? 0 : slot / 2 - 1;
    }

    /** Fills {@code target}, at most 32 KiB, from {@code source}. */
    static void decode(ByteBuffer source, byte[] target) throws ImageException {
        Lzx decoder = new Lzx(source, target);
        while (decoder.at < target.length) {
            decoder.block();
        }
        decoder.untranslate();
    }

    private void block() throws ImageException {
        int kind = bits.take(3);
        int size = bits.take(1) == 1 ? WINDOW : bits.take(16);
        if (size == 0 || size > target.length - at) {
            throw new ImageException.Damaged(
                    "a block of %d bytes at %d of %d found".formatted(size, at, target.length));
        }
        switch (kind) {
            case VERBATIM_BLOCK, ALIGNED_BLOCK -> coded(kind == ALIGNED_BLOCK, at + size);
            case PLAIN_BLOCK -> plain(size);
            default -> throw new ImageException.Damaged("a block of kind %d found".formatted(kind));
        }
    }

    private void plain(int size) throws ImageException {
        bits.align();
        for (int i = 0; i < recent.length; i++) {
            recent[i] = bits.nextInt();
            if (recent[i] <= 0) {
                throw new ImageException.Damaged(
                        "a distance of %d bytes found".formatted(recent[i]));
            }
        }
        for (int i = 0; i < size; i++) {
            target[at++] = (byte) bits.nextByte();
        }
        if (size % 2 != 0) {
            bits.nextByte();
        }
    }

    private void coded(boolean aligned, int end) throws ImageException {
        byte[] alignedLengths = new byte[ALIGNED];
        if (aligned) {
            for (int i = 0; i < ALIGNED; i++) {
                alignedLengths[i] = (byte) bits.take(3);
            }
        }
        HuffmanCode alignedCode = new HuffmanCode(alignedLengths);
        readLengths(mainLengths, 0, LITERALS);
        readLengths(mainLengths, LITERALS, MAIN);
        HuffmanCode main = new HuffmanCode(mainLengths);
        readLengths(lengthLengths, 0, LENGTHS);
        HuffmanCode lengths = new HuffmanCode(lengthLengths);
        while (at < end) {
            int symbol = main.next(bits);
            if (symbol < LITERALS) {
                target[at++] = (byte) symbol;
                continue;
            }
            int length = symbol & 7;
            if (length == 7) {
                length += lengths.next(bits);
            }
            int slot = (symbol - LITERALS) >>> 3;
            int back = slot < recent.length ? again(slot) : distance(slot, aligned, alignedCode);
            at = Xpress.copy(target, at, back, length + 2);
        }
    }

    private int again(int slot) {
        int back = recent[slot];
        recent[slot] = recent[0];
        recent[0] = back;
        return back;
    }

    private int distance(int slot, boolean aligned, HuffmanCode code) throws ImageException {
        int extra = extraBits(slot);
        int back = SLOT_START[slot] - 2;
        if (aligned && extra >= 3) {
            back += bits.take(extra - 3) << 3;
            back += code.next(bits);
        } else {
            back += bits.take(extra);
        }
        recent[2] = recent[1];
        recent[1] = recent[0];
        recent[0] = back;
        return back;
    }

    /** Reads how the lengths of a code's words differ from those of the block before. */
    private void readLengths(byte[] lengths, int from, int to) throws ImageException {
        byte[] preLengths = new byte[PRE];
        for (int i = 0; i < PRE; i++) {
            preLengths[i] = (byte) bits.take(4);
        }
        HuffmanCode pre = new HuffmanCode(preLengths);
        int i = from;
        while (i < to) {
            int symbol = pre.next(bits);
            int run = 1;
            byte length = 0;
            switch (symbol) {
                case 17 -> run = 4 + bits.take(4);
                case 18 -> run = 20 + bits.take(5);
                case 19 -> {
                    run = 4 + bits.take(1);
                    length = changed(lengths[i], pre.next(bits));
                }
                default -> length = changed(lengths[i], symbol);
            }
            for (int end = Math.min(to, i + run); i < end; i++) {
                lengths[i] = length;
            }
        }
    }

    private static byte changed(byte before, int symbol) throws ImageException {
        if (symbol >= CODE_LENGTHS) {
            throw new ImageException.Damaged("a change of length by %d found".formatted(symbol));
        }
        return (byte) ((before - symbol + CODE_LENGTHS) % CODE_LENGTHS);
    }

    /** Makes the targets of calls relative again. */
    private void untranslate() {
        ByteBuffer code = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < target.length - CALL_TAIL; i++) {
            if ((target[i] & 0xff) != CALL) {
                continue;
            }
            int absolute = code.getInt(i + 1);
            if (absolute >= 0 && absolute < CALL_FILE) {
                code.putInt(i + 1, absolute - i);
            } else if (absolute < 0 && absolute >= -i) {
                code.putInt(i + 1, absolute + CALL_FILE);
            }
            i += Integer.BYTES;
        }
    }
}
