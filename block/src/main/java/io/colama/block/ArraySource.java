package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of an array. */
final class ArraySource implements BlockSource {

    private final byte[] content;
    private final OpenFlag open = new OpenFlag();

    ArraySource(byte[] content) {
        this.content = content;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        open.check();
        target.put(content, (int) offset, target.remaining());
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size());
        open.check();
        return new Run(offset, size() - offset, Run.Kind.DATA);
    }

    @Override
    public void close() {
        open.close();
    }
}
