package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The order of names: by the upper case of their units, which the volume keeps in a table; names
 * that differ in case alone by the units themselves.
 */
final class UpCase {

    private static final int UNITS = 1 << 16;

    private final char[] table;

    private UpCase(char[] table) {
        this.table = table;
    }

    /** The table of a volume; where it is damaged, Java's. */
    static UpCase read(NtfsVolume volume) throws IOException {
        try {
            Optional<Stream> stream =
                    NtfsFile.open(volume, MftRecord.UP_CASE, 0).stream(Attribute.DATA, "");
            if (stream.isPresent() && stream.get().sizeBytes() >= UNITS * Character.BYTES) {
                ByteBuffer bytes = ByteBuffer.allocate(UNITS * Character.BYTES);
                stream.get().content(volume.content()).read(0, bytes);
                char[] table = new char[UNITS];
                bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().get(table);
                return new UpCase(table);
            }
        } catch (ImageException damaged) {
            return java();
        }
        return java();
    }

    private static UpCase java() {
        char[] table = new char[UNITS];
        for (int i = 0; i < UNITS; i++) {
            table[i] = Character.toUpperCase((char) i);
        }
        return new UpCase(table);
    }

    /** The order of two names without case. */
    int compareWithoutCase(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            int difference = table[a.charAt(i)] - table[b.charAt(i)];
            if (difference != 0) {
                return difference;
            }
        }
        return a.length() - b.length();
    }

    /** The order of two names in a directory. */
    int compare(String a, String b) {
        int difference = compareWithoutCase(a, b);
        return difference != 0 ? difference : a.compareTo(b);
    }
}
