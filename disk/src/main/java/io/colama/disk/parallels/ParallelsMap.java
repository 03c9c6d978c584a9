package io.colama.disk.parallels;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteOrder;

/** Where each cluster of a disk lies. */
final class ParallelsMap implements ExtentMap {

    private final ParallelsHeader header;
    private final String name;
    private final long fileSize;
    private final long clusterBytes;
    private final TablePages.Cursor entries;

    ParallelsMap(ParallelsHeader header, BlockSource file, String name) {
        this.header = header;
        this.name = name;
        this.fileSize = file.size();
        this.clusterBytes = header.clusterBytes();
        this.entries = new TablePages(file, ByteOrder.LITTLE_ENDIAN).cursor();
    }

    @Override
    public long sizeBytes() {
        return header.sizeBytes();
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        if (header.empty()) {
            return Extent.absent(header.sizeBytes() - offset);
        }
        long cluster = offset / clusterBytes;
        long within = offset % clusterBytes;
        long length = Math.min(clusterBytes - within, header.sizeBytes() - offset);
        long entry = entries.u32(ParallelsHeader.LAYOUT.size() + cluster * Integer.BYTES);
        if (entry == 0) {
            return Extent.absent(length);
        }
        long host = entry * header.placeBytes();
        if (host < header.tableEnd() || host >= fileSize) {
            throw new ImageException.Damaged(
                    "%s: Parallels cluster %d found at 0x%x, behind the table that ends at 0x%x and inside the file of %d bytes expected"
                            .formatted(name, cluster, host, header.tableEnd(), fileSize));
        }
        return Extent.stored(length, host + within);
    }
}
