package io.colama.block;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A source read forwards. Closing it leaves the source open. */
final class SourceStream extends InputStream {

    private final BlockSource source;
    private long position;

    SourceStream(BlockSource source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = (int) Math.min(length, source.size() - position);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        source.read(position, ByteBuffer.wrap(target, offset, count));
        position += count;
        return count;
    }

    @Override
    public long skip(long wanted) {
        long count = Math.clamp(wanted, 0, source.size() - position);
        position += count;
        return count;
    }
}
