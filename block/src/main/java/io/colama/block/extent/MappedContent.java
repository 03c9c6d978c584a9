package io.colama.block.extent;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Pieces;
import io.colama.block.Run;
import io.colama.block.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one image file alone says of a disk; its holes are where a parent shows through.
 *
 * <p>Closing it does nothing: the image that made it closes the file.
 */
public final class MappedContent implements BlockSource {

    private final BlockSource file;
    private final String name;
    private final ExtentMap map;
    private final CompressedUnits compressed;
    private final int tailBytes;
    private volatile @Nullable Run last;

    /**
     * The content that {@code map} finds in {@code file}.
     *
     * @param name what the file is called in messages
     * @param tailBytes a power of two: what the end of the file cuts of a piece of this length and
     *     alignment reads as zero; 1 where nothing may be cut
     */
    public MappedContent(
            BlockSource file,
            String name,
            ExtentMap map,
            CompressedUnits compressed,
            int tailBytes) {
        this.file = file;
        this.name = name;
        this.map = map;
        this.compressed = compressed;
        this.tailBytes = tailBytes;
    }

    @Override
    public long size() {
        return map.sizeBytes();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        Pieces.read(
                offset,
                target,
                map::extentAt,
                (extent, _) -> extent.length(),
                (extent, at, piece) -> readExtent(at, extent, piece));
    }

    private void readExtent(long at, Extent extent, ByteBuffer target) throws IOException {
        switch (extent.kind()) {
            case ABSENT, ZERO -> Zeros.fill(target, target.remaining());
            case STORED -> readStored(at, extent.host(), target);
            case COMPRESSED -> compressed.read(at, extent.host(), target);
        }
    }

    private void readStored(long at, long host, ByteBuffer target) throws IOException {
        int limit = target.limit();
        int wanted = target.remaining();
        if (host < 0
                || host > Long.MAX_VALUE - wanted
                || ((host + wanted - 1) & -tailBytes) >= file.size()) {
            throw new ImageException.Damaged(
                    "%s: %d bytes for disk offset 0x%x and on at 0x%x, inside the file of %d bytes expected; was the file cut off?"
                            .formatted(name, wanted, at, host, file.size()));
        }
        int inside = Math.clamp(file.size() - host, 0, wanted);
        if (inside > 0) {
            target.limit(target.position() + inside);
            file.read(host, target);
            target.limit(limit);
        }
        Zeros.fill(target, target.remaining());
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size());
        Run known = last;
        if (known == null || offset < known.offset() || offset >= known.end()) {
            known = map.runAt(offset);
            last = known;
        }
        return new Run(offset, known.end() - offset, known.kind());
    }

    @Override
    public void close() {}
}
