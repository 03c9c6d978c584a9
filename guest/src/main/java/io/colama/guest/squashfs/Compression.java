package io.colama.guest.squashfs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.colama.block.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.tukaani.xz.XZInputStream;

/** How blocks are compressed. */
enum Compression {
    GZIP,
    XZ,
    ZSTD,
    LZ4;

    // blocks are of a mebibyte at most, and so is what a decoder has to remember
    private static final int XZ_MEMORY_KIB = 16 << 10;

    /** The compression of a superblock's number. */
    static Compression of(int number) throws ImageException {
        return switch (number) {
            case 1 -> GZIP;
            case 2 -> throw new ImageException.Unsupported("squashfs compressed with lzma");
            case 3 -> throw new ImageException.Unsupported("squashfs compressed with lzo");
            case 4 -> XZ;
            case 5 -> LZ4;
            case 6 -> ZSTD;
            default -> throw new ImageException.Unsupported("squashfs with compression " + number);
        };
    }

    /**
     * Decodes a block.
     *
     * @param target takes what it holds
     * @return how many bytes that are
     * @throws ImageException.Damaged when it cannot be decoded or does not fit
     */
    int decode(byte[] block, byte[] target, String what) throws ImageException {
        try {
            return switch (this) {
                case GZIP -> inflate(block, target);
                case XZ -> unpackXz(block, target);
                case ZSTD -> unpackZstd(block, target);
                case LZ4 -> Lz4Block.decode(block, target);
            };
        } catch (DataFormatException | IOException | ZstdException broken) {
            throw new ImageException.Damaged(
                    "%s: a block of %d bytes that cannot be decoded found: %s"
                            .formatted(what, block.length, broken.getMessage()),
                    broken);
        }
    }

    private static int inflate(byte[] block, byte[] target) throws DataFormatException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(block);
            int done = 0;
            while (done < target.length) {
                int count = inflater.inflate(target, done, target.length - done);
                if (count == 0) {
                    break;
                }
                done += count;
            }
            return done;
        }
    }

    private static int unpackZstd(byte[] block, byte[] target) throws DataFormatException {
        long count = Zstd.decompressByteArray(target, 0, target.length, block, 0, block.length);
        if (Zstd.isError(count)) {
            throw new DataFormatException(Zstd.getErrorName(count));
        }
        return (int) count;
    }

    private static int unpackXz(byte[] block, byte[] target) throws IOException {
        try (XZInputStream in = new XZInputStream(new ByteArrayInputStream(block), XZ_MEMORY_KIB)) {
            return in.readNBytes(target, 0, target.length);
        }
    }
}
