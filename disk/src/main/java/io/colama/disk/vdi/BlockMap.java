package io.colama.disk.vdi;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteOrder;

/** Where each block of a disk lies. */
final class BlockMap implements ExtentMap {

    private static final long UNALLOCATED = 0xffff_ffffL;
    private static final long DISCARDED = 0xffff_fffeL;

    private final VdiHeader header;
    private final String name;
    private final long fileSize;
    private final TablePages.Cursor entries;

    BlockMap(VdiHeader header, BlockSource file, String name) {
        this.header = header;
        this.name = name;
        this.fileSize = file.size();
        this.entries = new TablePages(file, ByteOrder.LITTLE_ENDIAN).cursor();
    }

    @Override
    public long sizeBytes() {
        return header.sizeBytes();
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        long block = offset / header.blockBytes();
        long within = offset % header.blockBytes();
        long length = Math.min(header.blockBytes() - within, header.sizeBytes() - offset);
        long entry = entries.u32(header.mapOffset() + block * Integer.BYTES);
        if (entry == UNALLOCATED) {
            return Extent.absent(length);
        }
        if (entry == DISCARDED) {
            return Extent.zero(length);
        }
        long host = header.dataOffset() + entry * header.stride() + header.blockExtraBytes();
        if (entry >= header.blocks() || host >= fileSize) {
            throw new ImageException.Damaged(
                    "%s: VDI block %d found as number %d in the file, one of %d inside its %d bytes expected"
                            .formatted(name, block, entry, header.blocks(), fileSize));
        }
        return Extent.stored(length, host + within);
    }
}
