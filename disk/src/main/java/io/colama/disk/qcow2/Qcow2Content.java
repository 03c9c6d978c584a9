package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.block.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one image file alone says of a disk; its holes are where a backing file shows through. */
final class Qcow2Content implements BlockSource {

    private final BlockSource file;
    private final String name;
    private final ClusterMap map;
    private final CompressedClusters compressed;
    private final int clusterBytes;
    private volatile @Nullable Run last;

    Qcow2Content(
            BlockSource file,
            String name,
            ClusterMap map,
            CompressedClusters compressed,
            int clusterBytes) {
        this.file = file;
        this.name = name;
        this.map = map;
        this.compressed = compressed;
        this.clusterBytes = clusterBytes;
    }

    @Override
    public long size() {
        return map.sizeBytes();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        int limit = target.limit();
        long at = offset;
        try {
            while (target.position() < limit) {
                Extent extent = map.extentAt(at, limit - target.position());
                target.limit(target.position() + (int) extent.length());
                readExtent(at, extent, target);
                at += extent.length();
            }
        } finally {
            target.limit(limit);
        }
    }

    private void readExtent(long at, Extent extent, ByteBuffer target) throws IOException {
        switch (extent.kind()) {
            case ABSENT, ZERO -> Zeros.fill(target, target.remaining());
            case STORED -> readStored(at, extent.host(), target);
            case COMPRESSED ->
                    compressed.read(extent.host(), (int) (at & (clusterBytes - 1)), target);
        }
    }

    private void readStored(long at, long host, ByteBuffer target) throws IOException {
        int limit = target.limit();
        long lastCluster = (host + target.remaining() - 1) & -clusterBytes;
        if (lastCluster >= file.size()) {
            throw new ImageException.Damaged(
                    "%s: cluster at 0x%x for disk offset 0x%x and on, inside the file of %d bytes expected; was the file cut off?"
                            .formatted(name, lastCluster, at, file.size()));
        }
        int inside = (int) Math.clamp(file.size() - host, 0L, target.remaining());
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

    /** Does nothing: the image that made this source closes the file. */
    @Override
    public void close() {}
}
