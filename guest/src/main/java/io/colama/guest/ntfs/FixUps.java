package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;

/**
 * Undoes how NTFS marks blocks that are written in several sectors: the last two bytes of every 512
 * are replaced by a number that must be the same in all, and kept in an array.
 */
final class FixUps {

    static final int STRIDE = 512;

    private static final int ARRAY_AT = 4;
    private static final int COUNT_AT = 6;

    private FixUps() {}

    /**
     * Puts the bytes back in {@code block}, little-endian and whole.
     *
     * @param signature the four bytes that it must start with, as a number
     */
    static void apply(ByteBuffer block, int signature, String what) throws ImageException {
        if (block.getInt(0) != signature) {
            throw new ImageException.Damaged(
                    "%s: signature 0x%x found, 0x%x expected"
                            .formatted(what, block.getInt(0), signature));
        }
        int array = block.getShort(ARRAY_AT) & 0xffff;
        int strides = (block.getShort(COUNT_AT) & 0xffff) - 1;
        if (strides * STRIDE != block.limit()
                || array > STRIDE - 2 * Short.BYTES
                || array + (strides + 1) * Short.BYTES > block.limit()) {
            throw new ImageException.Damaged(
                    "%s: %d fix-ups at 0x%x for %d bytes found"
                            .formatted(what, strides, array, block.limit()));
        }
        short check = block.getShort(array);
        for (int i = 1; i <= strides; i++) {
            int at = i * STRIDE - Short.BYTES;
            if (block.getShort(at) != check) {
                throw new ImageException.Damaged(
                        "%s: 0x%x found at 0x%x, 0x%x expected; it was written in part"
                                .formatted(what, block.getShort(at) & 0xffff, at, check & 0xffff));
            }
            block.putShort(at, block.getShort(array + i * Short.BYTES));
        }
    }
}
