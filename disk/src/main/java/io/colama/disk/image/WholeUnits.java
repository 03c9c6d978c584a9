package io.colama.disk.image;

import io.colama.block.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes whole clusters or grains of writes in ascending order, and leaves out those that are all
 * zero.
 *
 * <p>What is missing of a unit, at its edges or behind the end of the disk, is zero. One thread.
 */
public final class WholeUnits {

    private static final long NO_UNIT = -1;

    private final int unitBytes;
    private final WriteOrder order;
    private final Output output;
    private final ByteBuffer partial;
    private long partialUnit = NO_UNIT;

    /** Units of {@code unitBytes} bytes, a power of two, for writes that keep {@code order}. */
    public WholeUnits(int unitBytes, WriteOrder order, Output output) {
        this.unitBytes = unitBytes;
        this.order = order;
        this.output = output;
        this.partial = ByteBuffer.allocate(unitBytes);
    }

    /** Receives units. */
    @FunctionalInterface
    public interface Output {

        /** Neighbouring units from {@code first} on, none of which is all zero. */
        void accept(long first, ByteBuffer data) throws IOException;
    }

    /** Takes a write; see {@link io.colama.block.BlockSink#write}. */
    public void write(long offset, ByteBuffer source) throws IOException {
        order.accept(offset, source.remaining());
        long at = offset;
        while (source.hasRemaining()) {
            int within = (int) (at & (unitBytes - 1));
            int whole = source.remaining() / unitBytes;
            int length;
            if (within == 0 && whole > 0) {
                flush();
                length = whole * unitBytes;
                handOut(at / unitBytes, source.slice(source.position(), length), whole);
            } else {
                length = Math.min(source.remaining(), unitBytes - within);
                keep(at / unitBytes, within, source.slice(source.position(), length));
            }
            source.position(source.position() + length);
            at += length;
        }
    }

    private void keep(long unit, int within, ByteBuffer part) throws IOException {
        if (unit != partialUnit) {
            flush();
            partialUnit = unit;
        }
        partial.put(within, part, 0, part.remaining());
    }

    /** Takes the end: hands out the unit that is not complete. */
    public void finish() throws IOException {
        order.finish();
        flush();
    }

    private void flush() throws IOException {
        if (partialUnit != NO_UNIT) {
            handOut(partialUnit, partial.clear(), 1);
            partial.clear();
            Zeros.fill(partial, unitBytes);
            partialUnit = NO_UNIT;
        }
    }

    private void handOut(long first, ByteBuffer source, int count) throws IOException {
        int at = 0;
        while (at < count) {
            if (Zeros.are(source, at * unitBytes, unitBytes)) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < count && !Zeros.are(source, end * unitBytes, unitBytes)) {
                end++;
            }
            output.accept(first + at, source.slice(at * unitBytes, (end - at) * unitBytes));
            at = end;
        }
    }
}
