package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The decoder of LZNT1 ([MS-XCA] 2.5): chunks of 4,096 bytes, in each of which groups of eight
 * literals or references alternate, and the bits of a reference are shared out by how far the chunk
 * has come.
 */
final class Lznt1 {

    private static final int CHUNK = 4096;
    private static final int SHORTEST = 3;

    private Lznt1() {}

    /** Fills {@code target} from {@code source}; what no chunk says is zero. */
    static void decode(ByteBuffer source, byte[] target) throws ImageException {
        source.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < target.length && source.remaining() >= Short.BYTES; at += CHUNK) {
            int header = source.getShort() & 0xffff;
            if (header == 0) {
                return;
            }
            int length = (header & 0xfff) + 1;
            if (length > source.remaining()) {
                throw new ImageException.Damaged(
                        "a chunk of %d bytes with %d left found"
                                .formatted(length, source.remaining()));
            }
            int most = Math.min(CHUNK, target.length - at);
            if ((header & 0x8000) == 0) {
                source.get(target, at, Math.min(length, most));
                source.position(source.position() + length - Math.min(length, most));
            } else {
                ByteBuffer chunk = source.slice(source.position(), length);
                source.position(source.position() + length);
                decodeChunk(chunk.order(ByteOrder.LITTLE_ENDIAN), target, at, at + most);
            }
        }
    }

    private static void decodeChunk(ByteBuffer chunk, byte[] target, int start, int end)
            throws ImageException {
        int at = start;
        while (chunk.hasRemaining() && at < end) {
            int flags = chunk.get();
            for (int bit = 0; bit < Byte.SIZE && chunk.hasRemaining() && at < end; bit++) {
                if (((flags >>> bit) & 1) == 0) {
                    target[at++] = chunk.get();
                } else {
                    at = copy(chunk, target, start, at, end);
                }
            }
        }
    }

    private static int copy(ByteBuffer chunk, byte[] target, int start, int at, int end)
            throws ImageException {
        int done = at - start;
        if (chunk.remaining() < Short.BYTES || done == 0) {
            throw new ImageException.Damaged(
                    "a reference after %d bytes of a chunk with %d left found"
                            .formatted(done, chunk.remaining()));
        }
        int token = chunk.getShort() & 0xffff;
        int lengthBits =
                Math.min(12, 12 - (Integer.SIZE - Integer.numberOfLeadingZeros(done - 1) - 4));
        int length = (token & ((1 << lengthBits) - 1)) + SHORTEST;
        int back = (token >>> lengthBits) + 1;
        if (back > done || length > end - at) {
            throw new ImageException.Damaged(
                    "a reference of %d bytes, %d back, after %d bytes of a chunk found"
                            .formatted(length, back, done));
        }
        for (int i = 0; i < length; i++) {
            target[at + i] = target[at + i - back];
        }
        return at + length;
    }
}
