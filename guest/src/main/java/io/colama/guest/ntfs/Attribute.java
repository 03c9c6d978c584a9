package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An attribute of a record, or one piece of it. Its shape was checked when it was made. */
final class Attribute {

    static final int STANDARD_INFORMATION = 0x10;
    static final int LIST = 0x20;
    static final int FILE_NAME = 0x30;
    static final int VOLUME_NAME = 0x60;
    static final int VOLUME_INFORMATION = 0x70;
    static final int DATA = 0x80;
    static final int INDEX_ROOT = 0x90;
    static final int INDEX_ALLOCATION = 0xa0;
    static final int BITMAP = 0xb0;
    static final int REPARSE_POINT = 0xc0;
    static final int END = -1;

    static final int HEADER = 24;

    private static final int OUTSIDE_HEADER = 64;

    private final ByteBuffer bytes;
    private final String name;

    private Attribute(ByteBuffer bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /** The attribute that fills {@code bytes}, which are little-endian. */
    static Attribute of(ByteBuffer bytes, String what) throws ImageException {
        int nameLength = (bytes.get(9) & 0xff) * Character.BYTES;
        int nameAt = bytes.getShort(10) & 0xffff;
        boolean fits = nameLength == 0 || nameAt + nameLength <= bytes.limit();
        if (bytes.get(8) == 0) {
            long length = bytes.getInt(16) & 0xffff_ffffL;
            fits &= (bytes.getShort(20) & 0xffff) + length <= bytes.limit();
        } else {
            fits &= bytes.limit() >= OUTSIDE_HEADER;
            fits = fits && (bytes.getShort(32) & 0xffff) <= bytes.limit();
        }
        if (!fits) {
            throw new ImageException.Damaged(
                    "%s: an attribute 0x%x of %d bytes that does not hold its parts found"
                            .formatted(what, bytes.getInt(0), bytes.limit()));
        }
        return new Attribute(
                bytes, nameLength == 0 ? "" : Utf16.decode(bytes.slice(nameAt, nameLength)));
    }

    int type() {
        return bytes.getInt(0);
    }

    String name() {
        return name;
    }

    boolean isResident() {
        return bytes.get(8) == 0;
    }

    int flags() {
        return bytes.getShort(12) & 0xffff;
    }

    int id() {
        return bytes.getShort(14) & 0xffff;
    }

    /** The bytes of an attribute that lies in its record. */
    ByteBuffer value() {
        return slice(bytes.getShort(20) & 0xffff, bytes.getInt(16));
    }

    /** The first cluster of the stream that a piece outside the record covers. */
    long firstCluster() {
        return isResident() ? 0 : bytes.getLong(16);
    }

    /** The last one. */
    long lastCluster() {
        return bytes.getLong(24);
    }

    /** Where its clusters lie, packed. */
    ByteBuffer runs() {
        int at = bytes.getShort(32) & 0xffff;
        return slice(at, bytes.limit() - at);
    }

    /** The binary logarithm of the clusters of a unit of compression. */
    int unitCode() {
        return bytes.getShort(34) & 0xffff;
    }

    long sizeBytes() {
        return isResident() ? bytes.getInt(16) & 0xffff_ffffL : bytes.getLong(48);
    }

    /** How many bytes were ever written; those behind read as zero. */
    long initialisedBytes() {
        return isResident() ? sizeBytes() : bytes.getLong(56);
    }

    private ByteBuffer slice(int at, int length) {
        return bytes.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
