package io.colama.disk.packed;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compressed files made by the libraries, with all checksums. */
final class PackedBytes {

    private PackedBytes() {}

    static byte[] of(Packing packing, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream encoder = encoder(packing, bytes)) {
            encoder.write(content);
        }
        return bytes.toByteArray();
    }

    /** Several streams, one behind the other, that hold about as much each. */
    static byte[] of(Packing packing, byte[] content, int streams) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < streams; i++) {
            int from = (int) ((long) content.length * i / streams);
            int to = (int) ((long) content.length * (i + 1) / streams);
            bytes.write(of(packing, java.util.Arrays.copyOfRange(content, from, to)));
        }
        return bytes.toByteArray();
    }

    private static OutputStream encoder(Packing packing, OutputStream target) throws IOException {
        return switch (packing) {
            case GZIP -> new GZIPOutputStream(target);
            case XZ -> new XZOutputStream(target, new LZMA2Options(1));
            case ZSTD -> new ZstdOutputStreamNoFinalizer(target, 1).setChecksum(true);
            case BZIP2 -> new BZip2CompressorOutputStream(target, 1);
        };
    }
}
