package io.colama.disk.vmdk;

import io.colama.disk.image.UnitEncoder;
import java.util.zip.Deflater;

/** Deflate with header and checksum, RFC 1950. */
final class DeflateEncoder implements UnitEncoder {

    private static final int BEST = 9;

    private final Deflater deflater;

    /**
     * An encoder.
     *
     * @param level of zstd, 1 to 19, of which deflate has 1 to 9
     */
    DeflateEncoder(int level) {
        this.deflater = new Deflater(Math.min(BEST, Math.ceilDiv(level, 2)));
    }

    @Override
    public int bound(int plainBytes) {
        return plainBytes + plainBytes / 64 + 64;
    }

    @Override
    public int encode(byte[] plain, byte[] compressed) {
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        int length = deflater.deflate(compressed);
        if (!deflater.finished()) {
            throw new IllegalStateException("deflated data longer than " + compressed.length);
        }
        return length;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
