package io.colama.block.extent;

import io.colama.block.Run;
import java.io.IOException;

/**
 * Where each byte of a disk lies in one image file. A format is its headers and this map; the one
 * loop that reads by it is {@link MappedContent}.
 *
 * <p>Any number of threads.
 */
public interface ExtentMap {

    /** How many small pieces are joined at most before an answer is given. */
    int MAX_JOINED = 1 << 14;

    /** The size of the disk in bytes. */
    long sizeBytes();

    /**
     * What lies at {@code offset}, to the end of its cluster, grain, block or absent table, and not
     * past the end of the disk.
     *
     * @param offset {@code 0 <= offset < sizeBytes()}
     * @throws io.colama.block.ImageException.Damaged when the tables cannot be right
     */
    Extent pieceAt(long offset) throws IOException;

    /** What lies at {@code offset} and can be read in one go, at most {@code most} bytes. */
    default Extent extentAt(long offset, long most) throws IOException {
        Extent extent = pieceAt(offset);
        for (int joined = 0; extent.length() < most && joined < MAX_JOINED; joined++) {
            long next = offset + extent.length();
            if (next >= sizeBytes() || extent.kind() == Extent.Kind.COMPRESSED) {
                break;
            }
            Extent piece = pieceAt(next);
            if (!extent.continuesWith(piece)) {
                break;
            }
            extent = extent.longer(piece.length());
        }
        return extent.length() <= most ? extent : new Extent(extent.kind(), most, extent.host());
    }

    /** The run from {@code offset} on. */
    default Run runAt(long offset) throws IOException {
        Extent first = pieceAt(offset);
        long end = offset + first.length();
        for (int joined = 0; joined < MAX_JOINED && end < sizeBytes(); joined++) {
            Extent piece = pieceAt(end);
            if (piece.kind() != first.kind() && !(piece.isData() && first.isData())) {
                break;
            }
            end += piece.length();
        }
        Run.Kind kind =
                switch (first.kind()) {
                    case ABSENT -> Run.Kind.HOLE;
                    case ZERO -> Run.Kind.ZERO;
                    case STORED, COMPRESSED -> Run.Kind.DATA;
                };
        return new Run(offset, end - offset, kind);
    }
}
