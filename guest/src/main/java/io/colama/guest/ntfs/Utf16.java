package io.colama.guest.ntfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Text as NTFS keeps it: little-endian units of 16 bits, well-formed or not. */
final class Utf16 {

    private Utf16() {}

    /** The string with exactly the units of {@code bytes}; an odd last byte is left out. */
    static String decode(ByteBuffer bytes) {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().toString();
    }
}
