package io.colama.block.extent;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The compressed clusters, grains or chunks of an image file. Any number of threads. */
@FunctionalInterface
public interface CompressedUnits {

    /** For formats without compression. */
    CompressedUnits NONE =
            (offset, host, target) -> {
                throw new IllegalStateException("a compressed extent in a format without any");
            };

    /**
     * Fills {@code target} with decoded bytes of one unit.
     *
     * @param offset of the first byte on the disk, from which the place in the unit follows
     * @param host the {@link Extent#host()} of the unit
     * @throws io.colama.block.ImageException.Damaged when they cannot be decoded
     */
    void read(long offset, long host, ByteBuffer target) throws IOException;
}
