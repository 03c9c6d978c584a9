package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** A source with places that cannot be read. */
final class FaultySource implements BlockSource {

    private final BlockSource source;
    private final List<Run> broken;

    FaultySource(BlockSource source, List<Run> broken) {
        this.source = source;
        this.broken = List.copyOf(broken);
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        long end = offset + target.remaining();
        for (Run place : broken) {
            if (place.offset() < end && offset < place.end()) {
                throw new IOException(
                        "cannot read at 0x" + Long.toHexString(Math.max(offset, place.offset())));
            }
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
