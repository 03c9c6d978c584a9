package io.colama.guest.squashfs;

import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads on in metadata, from block to block. One thread. */
final class MetadataReader {

    private final SquashVolume volume;
    private final String what;
    private long block;
    private int offset;

    /**
     * @param block where the block starts
     * @param offset where to start in what it decodes to
     */
    MetadataReader(SquashVolume volume, long block, int offset, String what) {
        this.volume = volume;
        this.block = block;
        this.offset = offset;
        this.what = what;
    }

    /** One that reads from the same place on. */
    MetadataReader copy() {
        return new MetadataReader(volume, block, offset, what);
    }

    /**
     * The next bytes, little-endian.
     *
     * @param length has passed a limit
     */
    ByteBuffer take(int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (target.hasRemaining()) {
            SquashVolume.MetadataBlock now = volume.metadataBlock(block, what);
            if (offset > now.bytes().length) {
                throw new ImageException.Damaged(
                        "%s: offset %d in a block of %d bytes at 0x%x found"
                                .formatted(what, offset, now.bytes().length, block));
            }
            int piece = Math.min(target.remaining(), now.bytes().length - offset);
            target.put(now.bytes(), offset, piece);
            offset += piece;
            if (target.hasRemaining()) {
                block = now.next();
                offset = 0;
            }
        }
        return target.flip();
    }

    int u16() throws IOException {
        return take(2).getShort() & 0xffff;
    }

    long u32() throws IOException {
        return take(4).getInt() & 0xffff_ffffL;
    }
}
