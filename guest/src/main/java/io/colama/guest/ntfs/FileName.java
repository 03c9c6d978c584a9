package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;

/**
 * A name of a file, as its record and its directory keep it.
 *
 * @param forDos whether it is a short name beside a long one
 * @param flags of the file, perhaps stale
 */
record FileName(String name, boolean forDos, long flags) {

    static final long DIRECTORY = 0x1000_0000;
    static final long REPARSE_POINT = 0x400;

    private static final int HEADER = 66;
    private static final int DOS = 2;

    static FileName of(ByteBuffer bytes, String what) throws ImageException {
        if (bytes.limit() < HEADER
                || (bytes.get(64) & 0xff) * Character.BYTES > bytes.limit() - HEADER) {
            throw new ImageException.Damaged(
                    "%s: a name that does not fit in %d bytes found"
                            .formatted(what, bytes.limit()));
        }
        int length = (bytes.get(64) & 0xff) * Character.BYTES;
        return new FileName(
                Utf16.decode(bytes.slice(HEADER, length)),
                bytes.get(65) == DOS,
                bytes.getInt(56) & 0xffff_ffffL);
    }
}
