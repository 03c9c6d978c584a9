package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A number of zeros. */
final class ZeroSource implements BlockSource {

    private final long size;
    private final OpenFlag open = new OpenFlag();

    ZeroSource(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        open.check();
        Zeros.fill(target, target.remaining());
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        open.check();
        return new Run(offset, size - offset, Run.Kind.HOLE);
    }

    @Override
    public void close() {
        open.close();
    }
}
