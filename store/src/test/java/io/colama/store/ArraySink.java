package io.colama.store;

import io.colama.block.BlockSink;
import java.nio.ByteBuffer;

/** A disk in memory that checks the order of what is written to it. */
final class ArraySink implements BlockSink {

    private final byte[] bytes;
    private long end;
    private long written;

    ArraySink(long size) {
        bytes = new byte[Math.toIntExact(size)];
    }

    byte[] bytes() {
        return bytes;
    }

    long written() {
        return written;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        if (offset < end) {
            throw new IllegalStateException("write at " + offset + " behind " + end);
        }
        int length = source.remaining();
        source.get(bytes, (int) offset, length);
        end = offset + length;
        written += length;
    }

    @Override
    public void finish() {
        // nothing to do
    }

    @Override
    public void close() {
        // nothing to do
    }
}
