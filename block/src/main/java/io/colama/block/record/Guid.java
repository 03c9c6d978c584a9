package io.colama.block.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * UUIDs in their two layouts: that of Windows, VirtualBox and GUID partition tables, with the first
 * three fields little-endian, and the plain one of Unix.
 */
public final class Guid {

    /** How many bytes one takes. */
    public static final int BYTES = 16;

    private Guid() {}

    /**
     * The UUID in the layout of Windows at this index of the buffer, whose position and order are
     * left alone.
     */
    public static UUID read(ByteBuffer bytes, int index) {
        ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long low = little.getShort(index + 6) & 0xffffL;
        long middle = (little.getShort(index + 4) & 0xffffL) << 16;
        long high = Integer.toUnsignedLong(little.getInt(index)) << 32 | middle | low;
        return new UUID(high, little.order(ByteOrder.BIG_ENDIAN).getLong(index + 8));
    }

    /** The UUID in the plain layout at this index; position and order are left alone. */
    public static UUID readPlain(ByteBuffer bytes, int index) {
        ByteBuffer big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        return new UUID(big.getLong(index), big.getLong(index + 8));
    }

    /** A UUID as text; empty for that of zeros, which stands for none. */
    public static Optional<String> shown(UUID uuid) {
        return uuid.getMostSignificantBits() == 0 && uuid.getLeastSignificantBits() == 0
                ? Optional.empty()
                : Optional.of(uuid.toString());
    }

    /** The bytes of a UUID in the layout of Windows. */
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
