package io.colama.disk.image;

import io.colama.block.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The parts of what is written to a disk that are worth writing to a sparse file. */
public final class NonZero {

    private static final int BLOCK = 4096;

    private NonZero() {}

    /** Receives a part. */
    @FunctionalInterface
    public interface Part {

        /** Bytes that are not all zero, and where on the disk they start. */
        void accept(long offset, ByteBuffer bytes) throws IOException;
    }

    /**
     * Hands out the stretches of {@code source} without the disk's blocks of 4 KiB that are all
     * zero in it, in order. Afterwards its position is at its limit.
     *
     * @param offset where on the disk the buffer's position lies
     */
    public static void parts(long offset, ByteBuffer source, Part part) throws IOException {
        int limit = source.limit();
        long base = offset - source.position();
        int at = source.position();
        while (at < limit) {
            int end = blockEnd(base, at, limit);
            if (Zeros.are(source, at, end - at)) {
                at = end;
                continue;
            }
            while (end < limit) {
                int next = blockEnd(base, end, limit);
                if (Zeros.are(source, end, next - end)) {
                    break;
                }
                end = next;
            }
            part.accept(base + at, source.slice(at, end - at));
            at = end;
        }
        source.position(limit);
    }

    /** The end of the block of the disk in which the byte at this index of the buffer lies. */
    private static int blockEnd(long base, int index, int limit) {
        long left = BLOCK - ((base + index) & (BLOCK - 1));
        return (int) Math.min(limit, index + left);
    }
}
