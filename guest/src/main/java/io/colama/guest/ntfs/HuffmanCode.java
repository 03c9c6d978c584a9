package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.util.Arrays;

/** A canonical prefix code of at most 16 bits a symbol. Immutable. */
final class HuffmanCode {

    private static final int LONGEST = 16;
    private static final short NONE = -1;

    private final int longest;
    private final short[] symbols;
    private final byte[] lengths;

    /**
     * The code whose symbols have these lengths in bits; 0 for those that do not occur.
     *
     * @throws ImageException.Damaged when no code has them
     */
    HuffmanCode(byte[] lengths) throws ImageException {
        int most = 1;
        long used = 0;
        for (byte length : lengths) {
            most = Math.max(most, length);
            used += length == 0 ? 0 : 1L << (LONGEST - length);
        }
        if (used > 1L << LONGEST) {
            throw new ImageException.Damaged("a prefix code with too many short words found");
        }
        this.longest = most;
        this.lengths = lengths.clone();
        this.symbols = new short[1 << most];
        Arrays.fill(symbols, NONE);
        int at = 0;
        for (int length = 1; length <= most; length++) {
            int reach = 1 << (most - length);
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    Arrays.fill(symbols, at, at + reach, (short) symbol);
                    at += reach;
                }
            }
        }
    }

    /** Takes the next symbol. */
    int next(WordBits bits) throws ImageException {
        int symbol = symbols[bits.peek(longest)];
        if (symbol < 0) {
            throw new ImageException.Damaged("a word that its prefix code lacks found");
        }
        bits.skip(lengths[symbol]);
        return symbol;
    }
}
