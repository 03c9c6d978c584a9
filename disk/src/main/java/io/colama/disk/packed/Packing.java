package io.colama.disk.packed;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.colama.block.BlockSource;
import io.colama.block.Limit;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.Likeness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** A way in which a file is compressed. */
public enum Packing {
    /** Members of deflated data. */
    GZIP("gzip", DiskFormat.GZIP, "\u001f\u008b\u0008"),
    /** Streams of blocks by LZMA2, with an index. */
    XZ("xz", DiskFormat.XZ, "\u00fd7zXZ\0"),
    /** Frames of Zstandard. */
    ZSTD("Zstandard", DiskFormat.ZSTD, "(\u00b5/\u00fd"),
    /** Streams of sorted blocks. */
    BZIP2("bzip2", DiskFormat.BZIP2, "BZh");

    static final Limit SIZE = new Limit("bytes in a compressed file", 1L << 50);

    static final int XZ_MEMORY_KIB = 256 << 10;
    private static final int ZSTD_WINDOW_LOG = 27;

    /** Behind the signature of bzip2: the size of blocks, and the start of a block or the end. */
    private static final String BZIP2_BLOCK = "1AY&SY";

    private static final String BZIP2_END = "\u0017rE8P\u0090";

    private final String title;
    private final DiskFormat format;
    private final String signature;

    Packing(String title, DiskFormat format, String signature) {
        this.title = title;
        this.format = format;
        this.signature = signature;
    }

    /** What it is called in messages. */
    public String title() {
        return title;
    }

    /** The format of images that are packed so. */
    public DiskFormat format() {
        return format;
    }

    /** Whether {@code file} looks like it is packed so. */
    public Likeness likeness(BlockSource file) throws IOException {
        if (!text(file, 0, signature.length()).equals(signature)) {
            return Likeness.NO;
        }
        if (this != BZIP2) {
            return Likeness.YES;
        }
        String level = text(file, 3, 1);
        String next = text(file, 4, BZIP2_BLOCK.length());
        boolean sound =
                !level.isEmpty()
                        && "123456789".contains(level)
                        && (next.equals(BZIP2_BLOCK) || next.equals(BZIP2_END));
        return sound ? Likeness.YES : Likeness.NO;
    }

    private static String text(BlockSource file, long at, int length) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(Math.clamp(file.size() - at, 0, length));
        if (found.hasRemaining()) {
            file.read(at, found);
        }
        return new String(found.array(), StandardCharsets.ISO_8859_1);
    }

    /** Starts to decode. Closing the stream leaves the input open. */
    InputStream decoder(FileInput input) throws IOException {
        return switch (this) {
            case GZIP -> new GzipInput(input);
            case XZ -> new XZInputStream(input, XZ_MEMORY_KIB);
            case ZSTD -> new ZstdInputStreamNoFinalizer(input).setLongMax(ZSTD_WINDOW_LOG);
            case BZIP2 -> new BZip2CompressorInputStream(input, true);
        };
    }
}
