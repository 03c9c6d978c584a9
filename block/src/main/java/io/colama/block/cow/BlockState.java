package io.colama.block.cow;

/** Where a block of a {@link CopyOnWriteDisk} is. */
enum BlockState {
    /** As in the base. */
    BASE(0),
    /** In the data file. */
    DATA(1),
    /** Nowhere: it reads as zero. */
    ZERO(2);

    private static final BlockState[] ALL = values();

    private final int bits;

    BlockState(int bits) {
        this.bits = bits;
    }

    /** What the state file holds. */
    int bits() {
        return bits;
    }

    static BlockState of(int bits) {
        return ALL[bits];
    }
}
