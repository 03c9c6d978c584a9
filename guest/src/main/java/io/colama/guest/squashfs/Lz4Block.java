package io.colama.guest.squashfs;

import java.util.zip.DataFormatException;

/**
 * Decodes a block of LZ4: turns of bytes that stand there and bytes that are repeated from before.
 *
 * <p>Source: LZ4 Block Format Description.
 */
final class Lz4Block {

    private static final int LEAST_MATCH = 4;
    private static final int LONG = 15;

    private final byte[] block;
    private final byte[] target;
    private int at;
    private int done;

    private Lz4Block(byte[] block, byte[] target) {
        this.block = block;
        this.target = target;
    }

    /** Fills {@code target} from its start and says how far. */
    static int decode(byte[] block, byte[] target) throws DataFormatException {
        Lz4Block decoding = new Lz4Block(block, target);
        while (decoding.turn()) {
            // each turn takes at least a byte
        }
        return decoding.done;
    }

    private boolean turn() throws DataFormatException {
        int token = next();
        int literals = length(token >>> 4);
        if (literals > block.length - at || literals > target.length - done) {
            throw new DataFormatException(literals + " bytes at " + at + " found");
        }
        System.arraycopy(block, at, target, done, literals);
        at += literals;
        done += literals;
        if (at == block.length) {
            return false;
        }
        int distance = next() | next() << 8;
        int repeated = length(token & LONG) + LEAST_MATCH;
        if (distance == 0 || distance > done || repeated > target.length - done) {
            throw new DataFormatException(
                    repeated + " bytes from " + distance + " before " + done + " found");
        }
        for (int i = 0; i < repeated; i++) {
            target[done] = target[done - distance];
            done++;
        }
        return true;
    }

    private int length(int first) throws DataFormatException {
        int length = first;
        int more = first == LONG ? 255 : 0;
        while (more == 255) {
            more = next();
            length += more;
        }
        return length;
    }

    private int next() throws DataFormatException {
        if (at == block.length) {
            throw new DataFormatException("cut off at " + at);
        }
        return block[at++] & 0xff;
    }
}
