package io.colama.disk.image;

import java.util.Objects;

/**
 * The order in which a sink is written: ascending, inside the disk, nothing after the end. One
 * thread.
 */
public final class WriteOrder {

    private final long size;
    private long end;
    private boolean finished;

    /** The order of a disk of {@code size} bytes. */
    public WriteOrder(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("disk of " + size + " bytes");
        }
        this.size = size;
    }

    /** The size of the disk in bytes. */
    public long size() {
        return size;
    }

    /**
     * Accepts a write.
     *
     * @throws IndexOutOfBoundsException when it is not inside the disk
     * @throws IllegalStateException when it starts before the end of the last one or comes after
     *     {@link #finish()}
     */
    public void accept(long offset, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        if (finished || offset < end) {
            throw new IllegalStateException(
                    finished
                            ? "write at " + offset + " after the end"
                            : "write at " + offset + " before the end of the last one, " + end);
        }
        end = offset + length;
    }

    /**
     * Accepts the end.
     *
     * @throws IllegalStateException when it was accepted before
     */
    public void finish() {
        if (finished) {
            throw new IllegalStateException("finished already");
        }
        finished = true;
    }
}
