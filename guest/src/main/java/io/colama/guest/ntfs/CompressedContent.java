package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.block.extent.MappedContent;
import io.colama.guest.file.FileExtents;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A compressed stream. A unit of it whose clusters are all there is kept as it is, one with none is
 * a hole, and one with some is compressed in them.
 *
 * <p>Any number of threads; the unit that was decoded last is kept.
 */
final class CompressedContent implements ExtentMap, CompressedUnits {

    private static final int MOST_UNIT = 1 << 20;
    private static final int MOST_UNIT_CODE = 8;

    private final BlockSource volume;
    private final FileExtents clusters;
    private final int unitBytes;
    private final long sizeBytes;
    private final long initialised;
    private final String what;
    private volatile @Nullable Decoded last;

    private record Decoded(long start, byte[] bytes) {}

    /**
     * @param clusters where clusters lie, as if the stream were as long as can be
     * @param initialised the bytes that were ever written
     */
    CompressedContent(
            BlockSource volume,
            FileExtents clusters,
            int unitBytes,
            long sizeBytes,
            long initialised,
            String what) {
        this.volume = volume;
        this.clusters = clusters;
        this.unitBytes = unitBytes;
        this.sizeBytes = sizeBytes;
        this.initialised = initialised;
        this.what = what;
    }

    static int unitBytes(int code, int clusterBytes) throws ImageException {
        if (code > MOST_UNIT_CODE || (long) clusterBytes << code > MOST_UNIT) {
            throw new ImageException.Damaged(
                    "a unit of compression of 2^%d clusters of %d bytes found"
                            .formatted(code, clusterBytes));
        }
        return clusterBytes << code;
    }

    BlockSource content() {
        return new MappedContent(volume, what, this, this, 1);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Extent pieceAt(long offset) {
        if (offset >= initialised) {
            return Extent.zero(sizeBytes - offset);
        }
        Extent piece = clusters.pieceAt(offset);
        long start = offset - offset % unitBytes;
        long most = Math.min(initialised, endOf(start)) - offset;
        int stored = storedBytes(start);
        if (stored == 0) {
            long reach = piece.kind() == Extent.Kind.ABSENT ? piece.length() : 0;
            long units = reach - (offset + reach) % unitBytes;
            return Extent.absent(Math.min(Math.max(units, most), initialised - offset));
        }
        if (stored == unitBytes) {
            return Extent.stored(Math.min(most, piece.length()), piece.host());
        }
        return new Extent(Extent.Kind.COMPRESSED, most, start);
    }

    private long endOf(long start) {
        return start > Long.MAX_VALUE - unitBytes ? Long.MAX_VALUE : start + unitBytes;
    }

    /** How many bytes from the start of a unit on have clusters. */
    private int storedBytes(long start) {
        int stored = 0;
        while (stored < unitBytes && start + stored < Long.MAX_VALUE) {
            Extent piece = clusters.pieceAt(start + stored);
            if (piece.kind() != Extent.Kind.STORED) {
                break;
            }
            stored += (int) Math.min(piece.length(), unitBytes - stored);
        }
        return stored;
    }

    @Override
    public void read(long offset, long start, ByteBuffer target) throws IOException {
        Decoded decoded = last;
        if (decoded == null || decoded.start != start) {
            decoded = decode(start);
            last = decoded;
        }
        target.put(decoded.bytes, (int) (offset - start), target.remaining());
    }

    private Decoded decode(long start) throws IOException {
        ByteBuffer packed = ByteBuffer.allocate(storedBytes(start));
        clusters.over(volume, what).read(start, packed);
        byte[] bytes = new byte[unitBytes];
        try {
            Lznt1.decode(packed.flip(), bytes);
        } catch (ImageException.Damaged damaged) {
            throw new ImageException.Damaged(
                    "%s: the compressed unit at 0x%x: %s"
                            .formatted(what, start, damaged.getMessage()),
                    damaged);
        }
        return new Decoded(start, bytes);
    }
}
