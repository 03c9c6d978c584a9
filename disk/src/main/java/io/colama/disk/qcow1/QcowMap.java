package io.colama.disk.qcow1;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteOrder;

/** Where each cluster of a disk lies. */
final class QcowMap implements ExtentMap {

    private static final int SECTOR = 512;

    private final QcowHeader header;
    private final String name;
    private final long fileSize;
    private final TablePages.Cursor l1;
    private final TablePages.Cursor l2;

    QcowMap(QcowHeader header, BlockSource file, String name) {
        this.header = header;
        this.name = name;
        this.fileSize = file.size();
        TablePages pages = new TablePages(file, ByteOrder.BIG_ENDIAN);
        this.l1 = pages.cursor();
        this.l2 = pages.cursor();
    }

    @Override
    public long sizeBytes() {
        return header.sizeBytes();
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        long cover = header.coverBytes();
        long table = l1.u64(header.l1TableOffset() + offset / cover * Long.BYTES);
        if (table == 0) {
            return Extent.absent(clipped(offset, cover));
        }
        if (table < 0 || table % Long.BYTES != 0 || table >= fileSize) {
            throw damaged("L2 table", table, offset, Long.BYTES);
        }
        long index = (offset & (cover - 1)) >>> header.clusterBits();
        long entry = l2.u64(table + index * Long.BYTES);
        long length = clipped(offset, header.clusterBytes());
        if (entry == 0) {
            return Extent.absent(length);
        }
        if (entry < 0) {
            return new Extent(Extent.Kind.COMPRESSED, length, entry);
        }
        if (entry % SECTOR != 0 || entry >= fileSize) {
            throw damaged("cluster", entry, offset, SECTOR);
        }
        return Extent.stored(length, entry + (offset & (header.clusterBytes() - 1)));
    }

    /** The bytes from {@code offset} to the end of its unit or of the disk. */
    private long clipped(long offset, long unit) {
        return Math.min(unit - (offset & (unit - 1)), header.sizeBytes() - offset);
    }

    private ImageException.Damaged damaged(String what, long host, long offset, int unit) {
        return new ImageException.Damaged(
                "%s: %s at 0x%x for disk offset 0x%x, a multiple of %d inside the file of %d bytes expected"
                        .formatted(name, what, host, offset, unit, fileSize));
    }
}
