package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A source under a handle that can be closed alone. */
final class ViewSource implements BlockSource {

    private final BlockSource source;
    private final OpenFlag open = new OpenFlag();

    ViewSource(BlockSource source) {
        this.source = source;
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        open.check();
        source.read(offset, target);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        open.check();
        return source.runAt(offset);
    }

    @Override
    public void close() {
        open.close();
    }
}
