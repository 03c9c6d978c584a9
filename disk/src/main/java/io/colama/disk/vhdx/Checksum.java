package io.colama.disk.vhdx;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C over a structure whose own checksum counts as zero. */
final class Checksum {

    static final int AT = 4;

    private Checksum() {}

    /** The checksum of all remaining bytes, the field at {@value #AT} taken as zero. */
    static long of(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(bytes.position(), AT));
        crc.update(ByteBuffer.allocate(Integer.BYTES));
        int rest = AT + Integer.BYTES;
        crc.update(bytes.slice(bytes.position() + rest, bytes.remaining() - rest));
        return crc.getValue();
    }
}
