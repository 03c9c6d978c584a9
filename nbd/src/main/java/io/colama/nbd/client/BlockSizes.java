package io.colama.nbd.client;

import io.colama.nbd.protocol.Limits;
import java.nio.ByteBuffer;

/**
 * Which requests a server takes. Source: [proto.md, "Size constraints", NBD_INFO_BLOCK_SIZE].
 *
 * @param least a power of two that divides offset and length of each request, except of one that
 *     ends where the disk does
 * @param most the longest request for data; a multiple of the least
 */
record BlockSizes(int least, int most) {

    static final int BYTES = 12;
    private static final int MOST_LEAST = 64 << 10;

    /** What holds when the server says nothing. */
    static final BlockSizes UNSAID = new BlockSizes(1, Limits.REQUEST_BYTES);

    /** Reads and checks what a server says. */
    static BlockSizes parse(ByteBuffer payload) throws NbdException.BadServer {
        long least = Integer.toUnsignedLong(payload.getInt());
        payload.getInt(); // what is preferred
        long most = Integer.toUnsignedLong(payload.getInt());
        boolean sound =
                least >= 1 && least <= MOST_LEAST && Long.bitCount(least) == 1 && most >= least;
        if (!sound) {
            throw new NbdException.BadServer(
                    "requests of at least %d and at most %d bytes, a power of two and more expected"
                            .formatted(least, most));
        }
        long longest = Math.min(most, Limits.REQUEST_BYTES);
        return new BlockSizes((int) least, (int) (longest - longest % least));
    }

    /** The last allowed start at or before an offset. */
    long down(long offset) {
        return offset & -(long) least;
    }

    /** The first allowed end at or behind an offset; a disk may end with a part of a block. */
    long up(long offset, long size) {
        long down = down(offset);
        if (down == offset) {
            return offset;
        }
        return size - down <= least ? size : down + least;
    }
}
