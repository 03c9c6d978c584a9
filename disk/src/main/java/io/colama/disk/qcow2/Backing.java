package io.colama.disk.qcow2;

import io.colama.block.Limit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an overlay names below it.
 *
 * @param name a file beside the overlay, or an address that QEMU understands; at most 1023 bytes
 * @param format the format of that file, such as {@code raw}
 */
public record Backing(String name, String format) {

    private static final Limit NAME = new Limit("backing file name bytes", 1023);
    private static final int FORMAT_EXTENSION = 0xe2792aca;
    private static final int ALIGNMENT = 8;

    /** Checks the lengths. */
    public Backing {
        if (bytes(name).length == 0 || bytes(name).length > NAME.max()) {
            throw new IllegalArgumentException(
                    "the name of a backing file has %d bytes, 1 to %d are allowed"
                            .formatted(bytes(name).length, NAME.max()));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of the name. */
    int nameBytes() {
        return bytes(name).length;
    }

    /** Where the name is, behind the header and its extensions. */
    int nameOffset(int headerBytes) {
        int extension = 8 + Math.ceilDiv(bytes(format).length, ALIGNMENT) * ALIGNMENT;
        return headerBytes + extension + 8;
    }

    /** Writes the extension with the format, the end of the extensions, and the name. */
    void write(ByteBuffer cluster, int headerBytes) {
        byte[] text = bytes(format);
        cluster.putInt(headerBytes, FORMAT_EXTENSION).putInt(headerBytes + 4, text.length);
        cluster.put(headerBytes + 8, text);
        cluster.put(nameOffset(headerBytes), bytes(name));
    }
}
