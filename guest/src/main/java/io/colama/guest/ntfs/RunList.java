package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;

/** Unpacks where the clusters of a piece of a stream lie. */
final class RunList {

    private static final int MOST_BYTES = Long.BYTES;

    private RunList() {}

    /** Receives runs in ascending order. */
    @FunctionalInterface
    interface Visitor {
        /**
         * {@code length} bytes of the stream from {@code offset} on lie at {@code host} of the
         * volume.
         */
        void run(long offset, long length, long host) throws ImageException;
    }

    /**
     * Visits what is stored; gaps are sparse.
     *
     * @return the first cluster of the stream behind the piece
     */
    static long walk(Attribute piece, int clusterBytes, String what, Visitor visitor)
            throws ImageException {
        ByteBuffer bytes = piece.runs();
        long most = Long.MAX_VALUE / clusterBytes;
        long at = piece.firstCluster();
        long place = 0;
        if (at < 0 || at > most) {
            throw new ImageException.Damaged(
                    "%s: a piece from cluster 0x%x on found".formatted(what, at));
        }
        while (bytes.hasRemaining()) {
            int head = bytes.get() & 0xff;
            int lengthBytes = head & 0xf;
            int placeBytes = head >>> 4;
            if (head == 0) {
                break;
            }
            if (lengthBytes == 0
                    || lengthBytes > MOST_BYTES
                    || placeBytes > MOST_BYTES
                    || lengthBytes + placeBytes > bytes.remaining()) {
                throw new ImageException.Damaged(
                        "%s: a run with head 0x%x and %d bytes behind it found"
                                .formatted(what, head, bytes.remaining()));
            }
            long length = signed(bytes, lengthBytes);
            if (length <= 0 || length > most - at) {
                throw new ImageException.Damaged(
                        "%s: a run of %d clusters at cluster 0x%x of the stream found"
                                .formatted(what, length, at));
            }
            if (placeBytes > 0) {
                place += signed(bytes, placeBytes);
                if (place < 0 || place > most) {
                    throw new ImageException.Damaged(
                            "%s: a run at cluster 0x%x of the volume found".formatted(what, place));
                }
                visitor.run(at * clusterBytes, length * clusterBytes, place * clusterBytes);
            }
            at += length;
        }
        if (at != piece.lastCluster() + 1) {
            throw new ImageException.Damaged(
                    "%s: runs to cluster 0x%x in a piece to cluster 0x%x found"
                            .formatted(what, at - 1, piece.lastCluster()));
        }
        return at;
    }

    private static long signed(ByteBuffer bytes, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes.get() & 0xffL) << (i * Byte.SIZE);
        }
        int unused = Long.SIZE - count * Byte.SIZE;
        return value << unused >> unused;
    }
}
