package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads of sources that lie in pieces: of files, of other sources, or of nothing. */
public final class Pieces {

    private Pieces() {}

    /**
     * Tells what lies at a place.
     *
     * @param <P> a piece
     */
    @FunctionalInterface
    public interface Finder<P> {

        /** The piece at an offset, of which at most {@code most} bytes are wanted. */
        P at(long offset, int most) throws IOException;
    }

    /**
     * Tells how long a piece is.
     *
     * @param <P> a piece
     */
    @FunctionalInterface
    public interface Length<P> {

        /** Its bytes from an offset of the source on, at least one. */
        long from(P piece, long offset);
    }

    /**
     * Reads a piece.
     *
     * @param <P> a piece
     */
    @FunctionalInterface
    public interface Filler<P> {

        /** Fills what remains of the target with the bytes from an offset of the source on. */
        void fill(P piece, long offset, ByteBuffer target) throws IOException;
    }

    /**
     * Fills what remains of the target, piece by piece. Its limit is as before afterwards, whether
     * this returns or throws.
     *
     * @param offset of the source, which has as many bytes from there on
     */
    public static <P> void read(
            long offset,
            ByteBuffer target,
            Finder<P> finder,
            Length<? super P> length,
            Filler<? super P> filler)
            throws IOException {
        int limit = target.limit();
        long at = offset;
        try {
            while (target.position() < limit) {
                int most = limit - target.position();
                P piece = finder.at(at, most);
                int now = (int) Math.min(most, length.from(piece, at));
                target.limit(target.position() + now);
                filler.fill(piece, at, target);
                at += now;
            }
        } finally {
            target.limit(limit);
        }
    }
}
