package io.colama.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Turns segments into zstd frames and back, for one thread.
 *
 * <p>What does not shrink is kept plain. Every frame is decoded again and compared before it is
 * handed out: a faulty memory cell or a bug in the compressor is noticed while the original is
 * still there.
 */
final class SegmentCodec implements AutoCloseable {

    /** The bytes are the blocks themselves. */
    static final int PLAIN = 0;

    /** The bytes are one zstd frame. */
    static final int ZSTD = 1;

    /**
     * Four times the table that level 1 takes for a segment: 1.5 % smaller, measurably no slower.
     */
    private static final int HASH_LOG = 16;

    private final ZstdCompressCtx compressor;
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private final byte[] scratch = new byte[(int) Zstd.compressBound(Geometry.SEGMENT_BYTES)];
    private final byte[] decoded = new byte[Geometry.SEGMENT_BYTES];

    SegmentCodec(int level) {
        compressor =
                new ZstdCompressCtx()
                        .setLevel(level)
                        .setHashLog(HASH_LOG)
                        .setChecksum(false)
                        .setContentSize(true);
    }

    /**
     * The stored form of the first {@code length} bytes of a segment.
     *
     * @throws StoreException.Damaged when the frame does not decode to what went in
     */
    Frame encode(byte[] segment, int length) throws StoreException.Damaged {
        int size = compressor.compressByteArray(scratch, 0, scratch.length, segment, 0, length);
        if (size >= length - length / 64) {
            byte[] plain = Arrays.copyOf(segment, length);
            return new Frame(PLAIN, plain, Bytes.crc32c(plain, 0, length));
        }
        int back = decompressor.decompressByteArray(decoded, 0, decoded.length, scratch, 0, size);
        if (back != length || !Arrays.equals(decoded, 0, length, segment, 0, length)) {
            throw new StoreException.Damaged(
                    "a segment of %d bytes did not decode to what was encoded: check this machine's memory"
                            .formatted(length));
        }
        byte[] bytes = Arrays.copyOf(scratch, size);
        return new Frame(ZSTD, bytes, Bytes.crc32c(bytes, 0, size));
    }

    /**
     * Decodes a frame into {@code target} from its start.
     *
     * @param name what to call the segment in a message
     * @throws StoreException.Damaged unless exactly {@code length} bytes come out
     */
    void decode(
            Supplier<String> name,
            int codec,
            byte[] frame,
            int frameLength,
            byte[] target,
            int length)
            throws StoreException.Damaged {
        switch (codec) {
            case PLAIN -> {
                if (frameLength != length) {
                    throw new StoreException.Damaged(
                            "%s: %d plain bytes found, %d expected"
                                    .formatted(name.get(), frameLength, length));
                }
                System.arraycopy(frame, 0, target, 0, length);
            }
            case ZSTD -> {
                int size;
                try {
                    size =
                            decompressor.decompressByteArray(
                                    target, 0, length, frame, 0, frameLength);
                } catch (ZstdException e) {
                    throw new StoreException.Damaged(
                            name.get() + ": the zstd frame does not decode: " + e.getMessage(), e);
                }
                if (size != length) {
                    throw new StoreException.Damaged(
                            "%s: %d bytes decoded, %d expected"
                                    .formatted(name.get(), size, length));
                }
            }
            default ->
                    throw new StoreException.Damaged(
                            "%s: codec %d found, 0 (plain) or 1 (zstd) expected"
                                    .formatted(name.get(), codec));
        }
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }

    /**
     * A segment as it is stored.
     *
     * @param codec {@link #PLAIN} or {@link #ZSTD}
     * @param bytes what is written, whole array
     * @param crc32c the checksum of the bytes
     */
    record Frame(int codec, byte[] bytes, int crc32c) {}
}
