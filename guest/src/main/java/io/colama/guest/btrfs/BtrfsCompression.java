package io.colama.guest.btrfs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.colama.block.ImageException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How extents are compressed. */
enum BtrfsCompression {
    ZLIB,
    LZO,
    ZSTD;

    /** The compression of an extent's number, which is not 0. */
    static BtrfsCompression of(int number) throws ImageException {
        return switch (number) {
            case 1 -> ZLIB;
            case 2 -> LZO;
            case 3 -> ZSTD;
            default ->
                    throw new ImageException.Unsupported(
                            "a btrfs extent with compression " + number);
        };
    }

    /**
     * Decodes an extent.
     *
     * @param length how long it is when decoded; what it lacks of that is zero
     * @param sectorBytes the sector size of the volume, at which lzo aligns
     */
    byte[] decode(byte[] packed, int length, int sectorBytes) throws ImageException {
        byte[] target = new byte[length];
        try {
            switch (this) {
                case ZLIB -> inflate(packed, target);
                case LZO -> Lzo.decodeSegments(packed, target, sectorBytes);
                case ZSTD -> unpackZstd(packed, target);
            }
            return target;
        } catch (DataFormatException | ZstdException broken) {
            throw new ImageException.Damaged(
                    "an extent of %d bytes that cannot be decoded found: %s"
                            .formatted(packed.length, broken.getMessage()),
                    broken);
        }
    }

    private static void inflate(byte[] packed, byte[] target) throws DataFormatException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            int done = 0;
            while (done < target.length && !inflater.finished()) {
                int count = inflater.inflate(target, done, target.length - done);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("cut off after " + done + " bytes");
                }
                done += count;
            }
        }
    }

    private static void unpackZstd(byte[] packed, byte[] target) throws DataFormatException {
        // behind the frame there are zeros up to the next sector
        if (packed.length == 0) {
            throw new DataFormatException("no zstd frame");
        }
        long frame = Zstd.findFrameCompressedSize(packed);
        if (Zstd.isError(frame) || frame > packed.length) {
            throw new DataFormatException("no whole zstd frame");
        }
        long count = Zstd.decompressByteArray(target, 0, target.length, packed, 0, (int) frame);
        if (Zstd.isError(count)) {
            throw new DataFormatException(Zstd.getErrorName(count));
        }
    }
}
