package io.colama.block.record;

import java.nio.ByteOrder;

/** Which byte of a number comes first. */
public enum Endian {
    /** The least significant byte first. */
    LITTLE(ByteOrder.LITTLE_ENDIAN),
    /** The most significant byte first. */
    BIG(ByteOrder.BIG_ENDIAN);

    private final ByteOrder order;

    Endian(ByteOrder order) {
        this.order = order;
    }

    /** The order as buffers name it. */
    public ByteOrder order() {
        return order;
    }
}
