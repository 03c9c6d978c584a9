package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A stretch of another source. */
final class SliceSource implements BlockSource {

    private final BlockSource source;
    private final long start;
    private final long size;

    SliceSource(BlockSource source, long start, long size) {
        Objects.checkFromIndexSize(start, size, source.size());
        this.source = source;
        this.start = start;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        source.read(start + offset, target);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        Run run = source.runAt(start + offset);
        return new Run(offset, Math.min(run.length(), size - offset), run.kind());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
