package io.colama.disk.vhd;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Where each block of a dynamic or differencing disk lies, and which of its sectors. */
final class BlockTable implements ExtentMap {

    private static final long UNUSED = 0xffff_ffffL;
    private static final int SECTOR = VhdFooter.SECTOR;

    private final BlockSource file;
    private final String name;
    private final long sizeBytes;
    private final long tableOffset;
    private final int blockBytes;
    private final boolean differencing;
    private final TablePages.Cursor entries;
    private volatile @Nullable Bitmap last;

    BlockTable(BlockSource file, String name, VhdHeaders headers) {
        DynamicHeader header = headers.dynamic().orElseThrow();
        this.file = file;
        this.name = name;
        this.sizeBytes = headers.sizeBytes();
        this.tableOffset = header.tableOffset();
        this.blockBytes = (int) header.blockBytes();
        this.differencing = headers.footer().type() == VhdFooter.DIFFERENCING;
        this.entries = new TablePages(file, ByteOrder.BIG_ENDIAN).cursor();
    }

    /** The bits of a block's sectors, the first in the highest bit of the first byte. */
    private record Bitmap(long at, byte[] bits) {

        boolean isSet(int sector) {
            return (bits[sector >>> 3] & 0x80 >>> (sector & 7)) != 0;
        }
    }

    /** The bytes of the bitmap in front of a block of this size. */
    static int bitmapBytes(int blockBytes) {
        int bytes = Math.ceilDiv(blockBytes / SECTOR, 8);
        return Math.ceilDiv(bytes, SECTOR) * SECTOR;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        long block = offset / blockBytes;
        int within = (int) (offset % blockBytes);
        long length = Math.min(blockBytes - within, sizeBytes - offset);
        long entry = entries.u32(tableOffset + block * Integer.BYTES);
        if (entry == UNUSED) {
            return Extent.absent(length);
        }
        long bitmap = entry * SECTOR;
        long data = bitmap + bitmapBytes(blockBytes);
        if (bitmap == 0 || data >= file.size()) {
            throw new ImageException.Damaged(
                    "%s: VHD block %d at 0x%x found, inside the file of %d bytes expected"
                            .formatted(name, block, bitmap, file.size()));
        }
        if (!differencing) {
            return Extent.stored(length, data + within);
        }
        return sectors(bitmap, within, length, data);
    }

    /** The sectors from {@code within} on that are all here or all in the parent. */
    private Extent sectors(long bitmapAt, int within, long length, long data) throws IOException {
        Bitmap bitmap = bitmap(bitmapAt);
        int first = within / SECTOR;
        int end = (int) Math.ceilDiv(within + length, SECTOR);
        boolean here = bitmap.isSet(first);
        int sector = first + 1;
        while (sector < end && bitmap.isSet(sector) == here) {
            sector++;
        }
        long piece = Math.min((long) sector * SECTOR - within, length);
        return here ? Extent.stored(piece, data + within) : Extent.absent(piece);
    }

    private Bitmap bitmap(long at) throws IOException {
        Bitmap known = last;
        if (known == null || known.at != at) {
            ByteBuffer bytes = ByteBuffer.allocate(bitmapBytes(blockBytes));
            file.read(at, bytes);
            known = new Bitmap(at, bytes.array());
            last = known;
        }
        return known;
    }
}
