package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** A source of which only so many bytes may be read in all. */
final class LimitedSource implements BlockSource {

    private final BlockSource source;
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    LimitedSource(BlockSource source, long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("limit of " + maxBytes + " bytes");
        }
        this.source = source;
        this.maxBytes = maxBytes;
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        int wanted = target.remaining();
        long before = used.getAndUpdate(sum -> sum + wanted <= maxBytes ? sum + wanted : sum);
        if (before + wanted > maxBytes) {
            throw new IOException(
                    "more than " + maxBytes + " bytes asked for, " + before + " were read already");
        }
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
