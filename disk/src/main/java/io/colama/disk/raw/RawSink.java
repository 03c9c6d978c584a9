package io.colama.disk.raw;

import io.colama.block.BlockSink;
import io.colama.disk.image.NonZero;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.image.WriteOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes a sparse raw image: blocks of 4 KiB that are all zero stay holes. */
public final class RawSink implements BlockSink {

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
        NonZero.parts(offset, source, file::write);
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
