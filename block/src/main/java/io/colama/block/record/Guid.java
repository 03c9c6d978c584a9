package io.colama.disk.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** UUIDs as Windows and VirtualBox lay them out: the first three fields little-endian. */
public final class Guid {

    /** How many bytes one takes. */
    public static final int BYTES = 16;

    private Guid() {}

    /** The UUID at this index of the buffer, whose position and order are left alone. */
    public static UUID read(ByteBuffer bytes, int index) {
        ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long low = little.getShort(index + 6) & 0xffffL;
        long middle = (little.getShort(index + 4) & 0xffffL) << 16;
        long high = Integer.toUnsignedLong(little.getInt(index)) << 32 | middle | low;
        return new UUID(high, little.order(ByteOrder.BIG_ENDIAN).getLong(index + 8));
    }

    /** The bytes of a UUID. */
    public static ByteBuffer bytes(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(uuid.getLeastSignificantBits())
                .flip();
    }
}
