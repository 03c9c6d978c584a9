package io.colama.disk.image;

import io.colama.block.ImageException;
import io.colama.block.RecentBlocks;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads compressed clusters or grains and keeps the ones decoded last.
 *
 * <p>A unit that is read whole goes straight into the target and is not kept. Any thread; memory is
 * about 2 MiB of decoded units, at least two of them, and the state of up to eight decodings.
 */
public final class DecodedUnits implements CompressedUnits, AutoCloseable {

    private static final int KEPT_BYTES = 2 << 20;
    private static final int KEPT_DECODERS = 8;

    private final String name;
    private final int unitBytes;
    private final long sizeBytes;
    private final int inputBytes;
    private final Input input;
    private final Supplier<? extends UnitDecoder> decoders;
    private final BlockingQueue<Decoding> idle = new ArrayBlockingQueue<>(KEPT_DECODERS);
    private final RecentBlocks<byte[]> recent;
    private volatile boolean closed;

    /**
     * Units of {@code unitBytes} bytes, a power of two.
     *
     * @param name what the file is called in messages
     * @param sizeBytes of the disk: the last unit need not hold more. {@link Long#MAX_VALUE} where
     *     all units are whole
     * @param inputBytes how long the compressed form of a unit can be
     */
    public DecodedUnits(
            String name,
            int unitBytes,
            long sizeBytes,
            int inputBytes,
            Input input,
            Supplier<? extends UnitDecoder> decoders) {
        this.name = name;
        this.unitBytes = unitBytes;
        this.sizeBytes = sizeBytes;
        this.inputBytes = inputBytes;
        this.input = input;
        this.decoders = decoders;
        this.recent = new RecentBlocks<>(Math.max(2, KEPT_BYTES / unitBytes));
    }

    /** Finds the compressed bytes. */
    public interface Input {

        /**
         * Reads the compressed bytes of a unit and leaves them between position and limit.
         *
         * @param host the {@link Extent#host()} of the unit
         * @param room an empty buffer with an array
         */
        void read(long host, ByteBuffer room) throws IOException;

        /** What a unit is called in messages, with its place in the file. */
        String describe(long host);
    }

    /** A decoder and room for its input. */
    private record Decoding(UnitDecoder decoder, ByteBuffer room) {}

    @Override
    public void read(long offset, long host, ByteBuffer target) throws IOException {
        int within = (int) (offset & (unitBytes - 1));
        int length = (int) Math.min(unitBytes, sizeBytes - (offset - within));
        if (target.remaining() == length) {
            decode(host, target);
            return;
        }
        byte @Nullable [] unit = recent.find(host).orElse(null);
        if (unit == null || unit.length < length) {
            unit = new byte[length];
            decode(host, ByteBuffer.wrap(unit));
            recent.put(host, unit);
        }
        target.put(unit, within, target.remaining());
    }

    private void decode(long host, ByteBuffer target) throws IOException {
        Decoding decoding = take();
        try {
            input.read(host, decoding.room.clear());
            decoding.decoder.decode(decoding.room, target);
        } catch (ImageException.Damaged broken) {
            throw new ImageException.Damaged(
                    "%s: %s: %s".formatted(name, input.describe(host), broken.getMessage()),
                    broken);
        } finally {
            give(decoding);
        }
    }

    private Decoding take() {
        Decoding decoding = idle.poll();
        return decoding != null
                ? decoding
                : new Decoding(decoders.get(), ByteBuffer.allocate(inputBytes));
    }

    private void give(Decoding decoding) {
        if (closed || !idle.offer(decoding)) {
            decoding.decoder.close();
        } else if (closed) {
            close();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Decoding one = idle.poll(); one != null; one = idle.poll()) {
            one.decoder.close();
        }
    }
}
