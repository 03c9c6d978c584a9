package io.colama.guest.ntfs;

import io.colama.block.ImageException;

/**
 * The decoder of LZNT1 ([MS-XCA] 2.5): chunks of 4,096 bytes, in each of which groups of eight
 * literals or references alternate, and the bits of a reference are shared out by how far the chunk
 * has come.
 */
final class Lznt1 {

    private static final int CHUNK = 4096;
    private static final int SHORTEST = 3;
    private static final int MOST_LENGTH_BITS = 12;
    private static final int LEAST_BACK_BITS = 4;

    private Lznt1() {}

    /** Fills {@code target} from {@code source}; what no chunk says is zero. */
    static void decode(byte[] source, byte[] target) throws ImageException {
        int from = 0;
        for (int at = 0; at < target.length && source.length - from >= Short.BYTES; at += CHUNK) {
            int header = (source[from] & 0xff) | ((source[from + 1] & 0xff) << Byte.SIZE);
            if (header == 0) {
                return;
            }
            int length = (header & 0xfff) + 1;
            from += Short.BYTES;
            if (length > source.length - from) {
                throw new ImageException.Damaged(
                        "a chunk of %d bytes with %d left found"
                                .formatted(length, source.length - from));
            }
            int most = Math.min(CHUNK, target.length - at);
            if ((header & 0x8000) == 0) {
                System.arraycopy(source, from, target, at, Math.min(length, most));
            } else {
                decodeChunk(source, from, from + length, target, at, at + most);
            }
            from += length;
        }
    }

    private static void decodeChunk(
            byte[] source, int first, int last, byte[] target, int start, int end)
            throws ImageException {
        int from = first;
        int at = start;
        while (from < last && at < end) {
            int flags = source[from++];
            for (int bit = 0; bit < Byte.SIZE && from < last && at < end; bit++) {
                if (((flags >>> bit) & 1) == 0) {
                    target[at++] = source[from++];
                } else {
                    if (last - from < Short.BYTES) {
                        throw new ImageException.Damaged("half a reference found");
                    }
                    int token = (source[from] & 0xff) | ((source[from + 1] & 0xff) << Byte.SIZE);
                    from += Short.BYTES;
                    at = copy(token, target, start, at, end);
                }
            }
        }
    }

    private static int copy(int token, byte[] target, int start, int at, int end)
            throws ImageException {
        int done = at - start;
        int used = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, done - 1));
        int lengthBits = MOST_LENGTH_BITS - Math.max(0, used - LEAST_BACK_BITS);
        int length = (token & ((1 << lengthBits) - 1)) + SHORTEST;
        int back = (token >>> lengthBits) + 1;
        if (back > done || length > end - at) {
            throw new ImageException.Damaged(
                    "a reference of %d bytes, %d back, after %d bytes of a chunk found"
                            .formatted(length, back, done));
        }
        if (back >= length) {
            System.arraycopy(target, at - back, target, at, length);
        } else {
            for (int i = at; i < at + length; i++) {
                target[i] = target[i - back];
            }
        }
        return at + length;
    }
}
