package io.colama.guest.archive;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** How an archive is compressed. The same content always gives the same bytes. */
public enum ArchivePacking {
    /** Not at all. */
    NONE,
    /** gzip, which everybody reads. */
    GZIP,
    /** Zstandard on all processors: the fastest, and smaller than gzip. */
    ZSTD,
    /** xz: the smallest and slowest. */
    XZ;

    private static final int BUFFER = 1 << 16;
    private static final int ZSTD_LEVEL = 5;

    /** By the end of a file's name: {@code .gz}, {@code .tgz}, {@code .zst}, {@code .xz}. */
    public static ArchivePacking of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz") || name.endsWith(".tgz")) {
            return GZIP;
        }
        if (name.endsWith(".zst")) {
            return ZSTD;
        }
        return name.endsWith(".xz") ? XZ : NONE;
    }

    /** A stream that compresses into another, which is closed with it. */
    public OutputStream over(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, BUFFER);
            case ZSTD -> {
                ZstdOutputStream packed = new ZstdOutputStream(out, ZSTD_LEVEL);
                packed.setChecksum(true);
                // at least one: its output differs from that of none, but not from that of more
                packed.setWorkers(Math.max(1, Runtime.getRuntime().availableProcessors()));
                yield packed;
            }
            case XZ -> new XZOutputStream(out, new LZMA2Options());
        };
    }
}
