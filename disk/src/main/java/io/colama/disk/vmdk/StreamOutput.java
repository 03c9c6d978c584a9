package io.colama.disk.vmdk;

import io.colama.block.Zeros;
import io.colama.disk.image.PositionalOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Gathers small pieces and writes them one behind the other. One thread. */
final class StreamOutput {

    private static final int GATHERED = 1 << 20;

    private final PositionalOutput output;
    private final ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED);
    private long written;

    StreamOutput(PositionalOutput output) {
        this.output = output;
    }

    /** How many bytes were put. */
    long end() {
        return written + gathered.position();
    }

    void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int length = Math.min(room(), bytes.remaining());
            gathered.put(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
        }
    }

    /** Puts zeros up to the next multiple of {@code unit}. */
    void pad(int unit) throws IOException {
        int left = (int) (Math.ceilDiv(end(), unit) * unit - end());
        while (left > 0) {
            int length = Math.min(room(), left);
            Zeros.fill(gathered, length);
            left -= length;
        }
    }

    private int room() throws IOException {
        if (!gathered.hasRemaining()) {
            flush();
        }
        return gathered.remaining();
    }

    void flush() throws IOException {
        gathered.flip();
        int length = gathered.remaining();
        output.write(written, gathered);
        written += length;
        gathered.clear();
    }
}
