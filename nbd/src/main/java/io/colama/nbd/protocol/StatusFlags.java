package io.colama.nbd.protocol;

/** What block status says of an extent. Source: [proto.md, "base:allocation"]; QEMU's interop. */
public final class StatusFlags {

    /** {@code base:allocation}: nothing is allocated there. */
    public static final int HOLE = 1;

    /** {@code base:allocation}: the bytes read as zero. */
    public static final int ZERO = 1 << 1;

    /** {@code qemu:dirty-bitmap}: the bytes may have changed. */
    public static final int DIRTY = 1;

    private StatusFlags() {}
}
