package io.colama.disk.qcow2;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.disk.image.TablePages;
import java.io.IOException;

/**
 * Where each byte of a disk lies: one L1 table and the L2 tables that it names.
 *
 * <p>Source: [qcow2.txt] Cluster mapping, Extended L2 Entries.
 */
final class ClusterMap implements ExtentMap {

    static final Limit L1_BYTES = new Limit("L1 table bytes", 32L << 20);

    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final long ZERO = 1;

    private final Geometry geometry;
    private final String name;
    private final long fileSize;
    private final long l1Offset;
    private final long sizeBytes;
    private final TablePages.Cursor l1;
    private final TablePages.Cursor l2;

    private ClusterMap(
            Geometry geometry,
            String name,
            long fileSize,
            long l1Offset,
            long sizeBytes,
            TablePages pages) {
        this.geometry = geometry;
        this.name = name;
        this.fileSize = fileSize;
        this.l1Offset = l1Offset;
        this.sizeBytes = sizeBytes;
        this.l1 = pages.cursor();
        this.l2 = pages.cursor();
    }

    /**
     * The map of a disk of {@code sizeBytes} bytes.
     *
     * @param l1Entries as the image has it
     * @throws ImageException.Damaged when the table is too large, too small, not aligned or outside
     *     the file
     */
    static ClusterMap of(
            Geometry geometry,
            String name,
            long fileSize,
            long l1Offset,
            long l1Entries,
            long sizeBytes,
            TablePages pages)
            throws ImageException {
        if (sizeBytes < 0) {
            throw new ImageException.Damaged(
                    "%s: disk size of 0x%x bytes".formatted(name, sizeBytes));
        }
        L1_BYTES.check(l1Entries * Long.BYTES);
        long needed = geometry.l1EntriesFor(sizeBytes);
        if (l1Entries < needed) {
            throw new ImageException.Damaged(
                    "%s: L1 table of %d entries found, %d expected"
                            .formatted(name, l1Entries, needed));
        }
        boolean aligned = (l1Offset & (geometry.clusterBytes() - 1)) == 0;
        if (needed > 0
                && (l1Offset <= 0 || !aligned || l1Offset > fileSize - needed * Long.BYTES)) {
            throw new ImageException.Damaged(
                    "%s: L1 table of %d bytes at 0x%x, inside the file of %d bytes at a multiple of %d expected"
                            .formatted(
                                    name,
                                    needed * Long.BYTES,
                                    l1Offset,
                                    fileSize,
                                    geometry.clusterBytes()));
        }
        return new ClusterMap(geometry, name, fileSize, l1Offset, sizeBytes, pages);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        long cover = geometry.l2CoverBytes();
        long table = l1.u64(l1Offset + offset / cover * Long.BYTES) & OFFSET_MASK;
        if (table == 0) {
            return new Extent(Extent.Kind.ABSENT, clipped(offset, cover), 0);
        }
        int clusterBytes = geometry.clusterBytes();
        if ((table & (clusterBytes - 1)) != 0 || table >= fileSize) {
            throw damaged("L2 table", table, offset);
        }
        long index = (offset & (cover - 1)) >>> geometry.clusterBits();
        long place = table + (index << geometry.entryBits());
        long entry = l2.u64(place);
        if ((entry & COMPRESSED) != 0) {
            return new Extent(Extent.Kind.COMPRESSED, clipped(offset, clusterBytes), entry);
        }
        long host = entry & OFFSET_MASK;
        if ((host & (clusterBytes - 1)) != 0) {
            throw damaged("cluster", host, offset);
        }
        Extent.Kind kind =
                geometry.extended()
                        ? subcluster(place, host, offset)
                        : cluster(entry, host, offset);
        long within = offset & (clusterBytes - 1);
        long length = clipped(offset, 1L << geometry.unitBits());
        return new Extent(kind, length, kind == Extent.Kind.STORED ? host + within : 0);
    }

    private Extent.Kind cluster(long entry, long host, long offset) throws ImageException {
        if ((entry & ZERO) != 0) {
            if (geometry.version() < 3) {
                throw new ImageException.Damaged(
                        "%s: zero cluster in an image of version 2, for disk offset 0x%x"
                                .formatted(name, offset));
            }
            return Extent.Kind.ZERO;
        }
        return host == 0 ? Extent.Kind.ABSENT : Extent.Kind.STORED;
    }

    private Extent.Kind subcluster(long place, long host, long offset) throws IOException {
        long bitmap = l2.u64(place + Long.BYTES);
        int bit = (int) (offset >>> geometry.unitBits()) & 31;
        boolean stored = (bitmap >>> bit & 1) != 0;
        boolean zero = (bitmap >>> (bit + 32) & 1) != 0;
        if ((stored && zero) || (stored && host == 0)) {
            throw new ImageException.Damaged(
                    "%s: subcluster bitmap 0x%x at 0x%x contradicts itself or its cluster 0x%x"
                            .formatted(name, bitmap, place + Long.BYTES, host));
        }
        if (zero) {
            return Extent.Kind.ZERO;
        }
        return stored ? Extent.Kind.STORED : Extent.Kind.ABSENT;
    }

    /** The bytes from {@code offset} to the end of its unit or of the disk. */
    private long clipped(long offset, long unit) {
        return Math.min(unit - (offset & (unit - 1)), sizeBytes - offset);
    }

    private ImageException.Damaged damaged(String what, long host, long offset) {
        return new ImageException.Damaged(
                "%s: %s at 0x%x for disk offset 0x%x, a multiple of %d inside the file of %d bytes expected"
                        .formatted(name, what, host, offset, geometry.clusterBytes(), fileSize));
    }
}
