package io.colama.disk.qcow2;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.colama.disk.image.UnitEncoder;

/** Zstandard frames, as [qcow2.txt] has it for compression type 1. */
final class ZstdEncoder implements UnitEncoder {

    private final ZstdCompressCtx context;

    ZstdEncoder(int level) {
        this.context = new ZstdCompressCtx().setLevel(level);
    }

    @Override
    public int bound(int plainBytes) {
        return (int) Zstd.compressBound(plainBytes);
    }

    @Override
    public int encode(byte[] plain, byte[] compressed) {
        return context.compressByteArray(compressed, 0, compressed.length, plain, 0, plain.length);
    }

    @Override
    public void close() {
        context.close();
    }
}
