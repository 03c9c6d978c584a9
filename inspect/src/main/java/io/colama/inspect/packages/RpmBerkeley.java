package io.colama.inspect.packages;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A hash database of Berkeley DB, as rpm used it until 2020: every page of the hash is looked at,
 * in the order of the file, so that chains need not be trusted.
 *
 * <p>Source: Berkeley DB, dbinc/db_page.h.
 */
final class RpmBerkeley {

    static final int MAGIC = 0x00061561;
    static final int MAGIC_AT = 12;

    private static final Limit VALUE = new Limit("bytes of a package in Berkeley DB", 64 << 20);
    private static final int HEADER = 26;
    private static final int META = 512;
    private static final int NEXT_AT = 16;
    private static final int ENTRIES_AT = 20;
    private static final int FREE_AT = 22;
    private static final int TYPE_AT = 25;
    private static final int HASH_UNSORTED = 2;
    private static final int HASH = 13;
    private static final int OVERFLOW = 7;
    private static final int ITEM_DATA = 1;
    private static final int ITEM_OFF_PAGE = 3;
    private static final int KEY_BYTES = 4;

    private final ByteBuffer bytes;
    private final int pageBytes;

    private RpmBerkeley(ByteBuffer bytes, int pageBytes) {
        this.bytes = bytes;
        this.pageBytes = pageBytes;
    }

    /** Whether the file starts like one, in either order of bytes. */
    static boolean isOne(ByteBuffer file) {
        return file.limit() >= META
                && (file.order(ByteOrder.LITTLE_ENDIAN).getInt(MAGIC_AT) == MAGIC
                        || file.order(ByteOrder.BIG_ENDIAN).getInt(MAGIC_AT) == MAGIC);
    }

    /** The blobs of all packages. */
    static List<ByteBuffer> blobs(ByteBuffer file) throws ImageException {
        ByteBuffer bytes = file.slice();
        if (!isOne(bytes)) {
            throw new ImageException.NotThisFormat("no hash of Berkeley DB");
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(MAGIC_AT) != MAGIC) {
            bytes.order(ByteOrder.BIG_ENDIAN);
        }
        int page = bytes.getInt(20);
        if (page < META || page > 65_536 || Integer.bitCount(page) != 1) {
            throw new ImageException.Damaged(
                    "Berkeley DB with pages of %d bytes found".formatted(page));
        }
        return new RpmBerkeley(bytes, page).read();
    }

    private List<ByteBuffer> read() throws ImageException {
        List<ByteBuffer> blobs = new ArrayList<>();
        for (int page = 1; page < bytes.limit() / pageBytes; page++) {
            int at = page * pageBytes;
            int type = bytes.get(at + TYPE_AT) & 0xff;
            if (type == HASH || type == HASH_UNSORTED) {
                readPage(at, blobs);
            }
        }
        return blobs;
    }

    private void readPage(int page, List<ByteBuffer> blobs) throws ImageException {
        int entries = bytes.getShort(page + ENTRIES_AT) & 0xffff;
        if (entries > (pageBytes - HEADER) / 2) {
            throw new ImageException.Damaged(
                    "a page of Berkeley DB at 0x%x with %d entries found".formatted(page, entries));
        }
        int end = pageBytes;
        ByteBuffer key = null;
        for (int i = 0; i < entries; i++) {
            int start = bytes.getShort(page + HEADER + 2 * i) & 0xffff;
            if (start < HEADER || start >= end) {
                throw new ImageException.Damaged(
                        "an item at 0x%x of a page of Berkeley DB at 0x%x found"
                                .formatted(start, page));
            }
            ByteBuffer item = bytes.slice(page + start, end - start).order(bytes.order());
            end = start;
            if (i % 2 == 0) {
                key = item;
            } else if (key != null && isPackage(key)) {
                value(item, blobs);
            }
        }
    }

    /** Number 0 is a counter. */
    private static boolean isPackage(ByteBuffer key) {
        return key.limit() == KEY_BYTES + 1
                && key.get(0) == ITEM_DATA
                && (key.get(1) | key.get(2) | key.get(3) | key.get(4)) != 0;
    }

    private void value(ByteBuffer item, List<ByteBuffer> blobs) throws ImageException {
        int kind = item.get(0) & 0xff;
        if (kind == ITEM_DATA) {
            blobs.add(item.slice(1, item.limit() - 1));
        } else if (kind == ITEM_OFF_PAGE && item.limit() >= 12) {
            blobs.add(overflow(item.getInt(4) & 0xffff_ffffL, item.getInt(8) & 0xffff_ffffL));
        } else {
            throw new ImageException.Damaged(
                    "an item of kind %d in Berkeley DB found, 1 or 3 expected".formatted(kind));
        }
    }

    private ByteBuffer overflow(long first, long length) throws ImageException {
        int left = VALUE.checkInt(length);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        long page = first;
        while (left > 0) {
            if (page <= 0 || page >= bytes.limit() / pageBytes) {
                throw new ImageException.Damaged(
                        "page %d of Berkeley DB found in a chain, %d pages are there"
                                .formatted(page, bytes.limit() / pageBytes));
            }
            int at = (int) (page * pageBytes);
            int here = bytes.getShort(at + FREE_AT) & 0xffff;
            boolean isOverflow = (bytes.get(at + TYPE_AT) & 0xff) == OVERFLOW;
            // each page gives at least a byte, so a chain in a circle ends with the length
            if (!isOverflow || here == 0 || here > pageBytes - HEADER) {
                throw new ImageException.Damaged(
                        "page %d of Berkeley DB with %d bytes is not part of a chain"
                                .formatted(page, here));
            }
            byte[] part = new byte[Math.min(here, left)];
            bytes.get(at + HEADER, part);
            value.writeBytes(part);
            left -= part.length;
            page = bytes.getInt(at + NEXT_AT) & 0xffff_ffffL;
        }
        return ByteBuffer.wrap(value.toByteArray());
    }
}
