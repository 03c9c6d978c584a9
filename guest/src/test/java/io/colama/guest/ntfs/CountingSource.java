package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that are read of another source. */
final class CountingSource implements BlockSource {

    private final BlockSource source;
    private final AtomicLong bytes = new AtomicLong();

    CountingSource(BlockSource source) {
        this.source = source;
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        bytes.addAndGet(target.remaining());
        source.read(offset, target);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        return source.runAt(offset);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
