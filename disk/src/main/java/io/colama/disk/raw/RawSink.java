package io.colama.disk.raw;

import io.colama.block.BlockSink;
import io.colama.block.Zeros;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.image.WriteOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes a sparse raw image: blocks of 4 KiB that are all zero stay holes. */
public final class RawSink implements BlockSink {

    private static final int BLOCK = 4096;

    private final TargetFile file;
    private final WriteOrder order;

    private RawSink(TargetFile file, WriteOrder order) {
        this.file = file;
        this.order = order;
    }

    /** Starts an image of {@code sizeBytes} bytes. */
    public static RawSink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        WriteOrder order = new WriteOrder(sizeBytes);
        return new RawSink(TargetFile.create(target, options), order);
    }

    @Override
    public long size() {
        return order.size();
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        order.accept(offset, source.remaining());
        int limit = source.limit();
        long base = offset - source.position();
        int at = source.position();
        while (at < limit) {
            int end = blockEnd(base, at, limit);
            if (Zeros.are(source, at, end - at)) {
                at = end;
                continue;
            }
            while (end < limit) {
                int next = blockEnd(base, end, limit);
                if (Zeros.are(source, end, next - end)) {
                    break;
                }
                end = next;
            }
            file.write(base + at, source.slice(at, end - at));
            at = end;
        }
        source.position(limit);
    }

    /** The end of the block of the disk in which the byte at this index of the buffer lies. */
    private static int blockEnd(long base, int index, int limit) {
        long left = BLOCK - ((base + index) & (BLOCK - 1));
        return (int) Math.min(limit, index + left);
    }

    @Override
    public void finish() throws IOException {
        order.finish();
        file.extend(order.size());
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
