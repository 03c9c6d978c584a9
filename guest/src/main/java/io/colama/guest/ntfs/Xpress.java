package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The decoder of LZ77 with Huffman codes, called XPRESS ([MS-XCA] 2.1 and 2.2). */
final class Xpress {

    private static final int SYMBOLS = 512;
    private static final int LITERALS = 256;
    private static final int SHORTEST = 3;

    private Xpress() {}

    /** Fills {@code target} from {@code source}. */
    static void decode(ByteBuffer source, byte[] target) throws ImageException {
        if (source.remaining() < SYMBOLS / 2) {
            throw new ImageException.Damaged(
                    "a chunk of %d bytes found, at least 256 expected"
                            .formatted(source.remaining()));
        }
        byte[] lengths = new byte[SYMBOLS];
        for (int i = 0; i < SYMBOLS; i += 2) {
            int pair = source.get();
            lengths[i] = (byte) (pair & 0xf);
            lengths[i + 1] = (byte) ((pair >>> 4) & 0xf);
        }
        HuffmanCode code = new HuffmanCode(lengths);
        WordBits bits = new WordBits(source.order(ByteOrder.LITTLE_ENDIAN));
        int at = 0;
        while (at < target.length) {
            int symbol = code.next(bits);
            if (symbol < LITERALS) {
                target[at++] = (byte) symbol;
                continue;
            }
            bits.fetch();
            int backBits = (symbol - LITERALS) >>> 4;
            int back = (1 << backBits) | bits.take(backBits);
            int length = symbol & 0xf;
            if (length == 0xf) {
                length += bits.nextByte();
                if (length == 0xf + 0xff) {
                    length = bits.nextShort();
                }
            }
            at = copy(target, at, back, length + SHORTEST);
        }
    }

    /** Repeats what stands {@code back} bytes before; answers where it ends. */
    static int copy(byte[] target, int at, int back, int length) throws ImageException {
        if (back > at || length > target.length - at) {
            throw new ImageException.Damaged(
                    "a reference of %d bytes, %d back, at %d of %d found"
                            .formatted(length, back, at, target.length));
        }
        for (int i = at; i < at + length; i++) {
            target[i] = target[i - back];
        }
        return at + length;
    }
}
