package io.colama.nbd.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Builds the answers to block status. Source: [proto.md, NBD_REPLY_TYPE_BLOCK_STATUS]. */
final class StatusReader {

    private static final int MOST_EXTENTS = 4096;
    private static final int EXTENT_BYTES = 8;

    private final ByteBuffer payload;
    private final int most;
    private int extents;
    private long length;
    private int flags;

    private StatusReader(int id, int most) {
        this.most = most;
        payload = ByteBuffer.allocate(Integer.BYTES + most * EXTENT_BYTES).putInt(id);
    }

    /**
     * What one context says of a range: its number, then extents that cover the range from its
     * start; when there are many, not all of it.
     *
     * @param one whether only the first extent is wanted
     */
    static ByteBuffer read(Selected.Context context, long offset, long length, boolean one)
            throws IOException {
        StatusReader reader = new StatusReader(context.id(), one ? 1 : MOST_EXTENTS);
        long end = offset + length;
        for (long at = offset; at < end; ) {
            StatusMap.Extent extent = context.map().at(at);
            long now = Math.min(extent.length(), end - at);
            if (!reader.add(now, extent.flags())) {
                return reader.finish();
            }
            at += now;
        }
        return reader.finish();
    }

    /** Adds an extent; false when there is no room for it. */
    private boolean add(long more, int status) {
        if (length > 0 && status == flags) {
            length += more;
            return true;
        }
        if (extents == most - 1 && length > 0) {
            return false;
        }
        put();
        length = more;
        flags = status;
        return true;
    }

    private void put() {
        if (length > 0) {
            payload.putInt((int) length).putInt(flags);
            extents++;
        }
    }

    private ByteBuffer finish() {
        put();
        return payload.flip();
    }
}
