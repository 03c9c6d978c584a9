package io.colama.inspect.packages;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The database that rpm calls ndb: pages of slots, each of which leads to a blob. */
final class RpmNdb {

    static final int MAGIC = 0x506d7052; // RpmP

    private static final int PAGE = 4096;
    private static final int SLOT = 16;
    private static final int FIRST_SLOT = 32;
    private static final int SLOT_MAGIC = 0x746f6c53; // Slot
    private static final int BLOB_MAGIC = 0x53626c42; // BlbS
    private static final int BLOB_HEADER = 16;

    private RpmNdb() {}

    /** The blobs of all packages. */
    static List<ByteBuffer> blobs(ByteBuffer file) throws ImageException {
        ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < PAGE || bytes.getInt(0) != MAGIC) {
            throw new ImageException.NotThisFormat("no ndb database of rpm");
        }
        int version = bytes.getInt(4);
        long pages = bytes.getInt(12) & 0xffff_ffffL;
        if (version != 0 || pages == 0 || pages * PAGE > bytes.limit()) {
            throw new ImageException.Damaged(
                    "an ndb database of version %d with %d pages of slots in %d bytes found"
                            .formatted(version, pages, bytes.limit()));
        }
        List<ByteBuffer> blobs = new ArrayList<>();
        for (int at = FIRST_SLOT; at + SLOT <= pages * PAGE; at += SLOT) {
            long offset = (bytes.getInt(at + 8) & 0xffff_ffffL) * SLOT;
            if (bytes.getInt(at) == SLOT_MAGIC && offset != 0) {
                blobs.add(blob(bytes, bytes.getInt(at + 4), offset));
            }
        }
        return blobs;
    }

    private static ByteBuffer blob(ByteBuffer bytes, int index, long offset) throws ImageException {
        if (offset > bytes.limit() - BLOB_HEADER) {
            throw new ImageException.Damaged(
                    "a package at 0x%x of %d bytes found".formatted(offset, bytes.limit()));
        }
        int at = (int) offset;
        long length = bytes.getInt(at + 12) & 0xffff_ffffL;
        if (bytes.getInt(at) != BLOB_MAGIC
                || bytes.getInt(at + 4) != index
                || length > bytes.limit() - BLOB_HEADER - at) {
            throw new ImageException.Damaged(
                    "package %d at 0x%x: signature 0x%x, number %d and %d bytes found"
                            .formatted(
                                    index, offset, bytes.getInt(at), bytes.getInt(at + 4), length));
        }
        return bytes.slice(at + BLOB_HEADER, (int) length);
    }
}
