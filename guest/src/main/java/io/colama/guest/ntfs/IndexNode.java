package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The entries of one node of a directory's tree. */
final class IndexNode {

    /** Said by an entry without a node below it. */
    static final long NO_CHILD = -1;

    private static final int HEADER = 16;
    private static final int ENTRY_HEADER = 16;
    private static final int HAS_CHILD = 1;
    private static final int IS_LAST = 2;

    private final ByteBuffer bytes;
    private final int end;
    private final String what;
    private int at;

    /**
     * Stands before the first entry.
     *
     * @param bytes from the header of the node on
     */
    IndexNode(ByteBuffer bytes, String what) throws ImageException {
        this.bytes = bytes;
        this.what = what;
        long first = bytes.limit() < HEADER ? -1 : bytes.getInt(0) & 0xffff_ffffL;
        long size = bytes.limit() < HEADER ? 0 : bytes.getInt(4) & 0xffff_ffffL;
        if (first < HEADER || first > size || size > bytes.limit()) {
            throw new ImageException.Damaged(
                    "%s: entries from 0x%x to 0x%x of a node of %d bytes found"
                            .formatted(what, first, size, bytes.limit()));
        }
        this.at = (int) first;
        this.end = (int) size;
        check();
    }

    private void check() throws ImageException {
        int length = end - at < ENTRY_HEADER ? 0 : length();
        int child = length < ENTRY_HEADER || !hasChild() ? 0 : Long.BYTES;
        if (length < ENTRY_HEADER + child
                || length % Long.BYTES != 0
                || length > end - at
                || (!isLast() && keyBytes() > length - ENTRY_HEADER - child)) {
            throw new ImageException.Damaged(
                    "%s: an entry of %d bytes at 0x%x of 0x%x found"
                            .formatted(what, length, at, end));
        }
    }

    private int length() {
        return bytes.getShort(at + 8) & 0xffff;
    }

    private int keyBytes() {
        return bytes.getShort(at + 10) & 0xffff;
    }

    private boolean hasChild() {
        return (bytes.getShort(at + 12) & HAS_CHILD) != 0;
    }

    /** Whether this entry only closes the node, without a name. */
    boolean isLast() {
        return (bytes.getShort(at + 12) & IS_LAST) != 0;
    }

    /** Goes on; not after the last entry. */
    void next() throws ImageException {
        at += length();
        check();
    }

    /** Number and sequence number of the file. */
    long reference() {
        return bytes.getLong(at);
    }

    FileName name() throws ImageException {
        return FileName.of(
                bytes.slice(at + ENTRY_HEADER, keyBytes()).order(ByteOrder.LITTLE_ENDIAN), what);
    }

    /** The node with the names before this one. */
    long child() {
        return hasChild() ? bytes.getLong(at + length() - Long.BYTES) : NO_CHILD;
    }
}
