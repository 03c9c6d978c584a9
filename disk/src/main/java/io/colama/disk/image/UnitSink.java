package io.colama.disk.image;

import io.colama.block.BlockSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes a disk block by block as a {@link UnitLayout} places them. A block that is all zero gets
 * no place, and zeros inside of others stay holes of the file.
 */
public final class UnitSink implements BlockSink {

    private static final long NONE = -1;

    private final WriteOrder order;
    private final TargetFile file;
    private final UnitLayout layout;
    private final int unitBytes;
    private long unit = NONE;
    private long place;

    private UnitSink(WriteOrder order, TargetFile file, UnitLayout layout) {
        this.order = order;
        this.file = file;
        this.layout = layout;
        this.unitBytes = layout.unitBytes();
    }

    /** Starts the image of a disk of {@code sizeBytes} bytes. */
    public static UnitSink create(
            Path target, long sizeBytes, WriteOptions options, UnitLayout layout)
            throws IOException {
        WriteOrder order = new WriteOrder(sizeBytes);
        return new UnitSink(order, TargetFile.create(target, options), layout);
    }

    @Override
    public long size() {
        return order.size();
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        order.accept(offset, source.remaining());
        NonZero.parts(offset, source, this::store);
    }

    /** Stores bytes, with one write for as many blocks as come to lie behind each other. */
    private void store(long offset, ByteBuffer bytes) throws IOException {
        int start = 0;
        int at = 0;
        long host = NONE;
        while (at < bytes.limit()) {
            long here = placeOf(offset + at);
            if (host != NONE && host + at - start != here) {
                file.write(host, bytes.slice(start, at - start));
                start = at;
                host = here;
            } else if (host == NONE) {
                host = here;
            }
            long left = unitBytes - (offset + at) % unitBytes;
            at = (int) Math.min(bytes.limit(), at + left);
        }
        file.write(host, bytes.slice(start, at - start));
    }

    private long placeOf(long offset) throws IOException {
        long wanted = offset / unitBytes;
        if (wanted != unit) {
            place = layout.place(wanted);
            unit = wanted;
        }
        return place + offset % unitBytes;
    }

    @Override
    public void finish() throws IOException {
        order.finish();
        layout.finish(file);
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
