package io.colama.nbd.server;

import io.colama.block.Run;
import io.colama.block.WritableSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk in an array. All of it is data, unless blocks of 64 KiB of zeros are holes. */
final class MemoryDisk implements WritableSource {

    static final int BLOCK = 64 << 10;

    private final byte[] content;
    private final boolean holes;
    private final AtomicInteger flushes = new AtomicInteger();

    MemoryDisk(byte[] content, boolean holes) {
        this.content = content;
        this.holes = holes;
    }

    /** How often it was made durable. */
    int flushes() {
        return flushes.get();
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public synchronized void read(long offset, ByteBuffer target) {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        target.put(content, (int) offset, target.remaining());
    }

    @Override
    public synchronized Run runAt(long offset) {
        int at = Math.toIntExact(Objects.checkIndex(offset, size()));
        int end = Math.min(content.length, (at / BLOCK + 1) * BLOCK);
        boolean hole = holes;
        for (int i = at / BLOCK * BLOCK; i < end; i++) {
            hole &= content[i] == 0;
        }
        return new Run(offset, end - offset, hole ? Run.Kind.HOLE : Run.Kind.DATA);
    }

    @Override
    public synchronized void write(long offset, ByteBuffer source) {
        Objects.checkFromIndexSize(offset, source.remaining(), size());
        source.get(content, (int) offset, source.remaining());
    }

    @Override
    public synchronized void zero(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size());
        Arrays.fill(content, (int) offset, (int) (offset + length), (byte) 0);
    }

    @Override
    public void flush() throws IOException {
        flushes.incrementAndGet();
    }

    @Override
    public void close() {
        // the bytes are still wanted
    }
}
