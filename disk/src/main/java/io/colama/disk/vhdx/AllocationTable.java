package io.colama.disk.vhdx;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The block allocation table. Behind each chunk of payload blocks, as many as 2^23 sectors are, it
 * has an entry for the bitmap of their sectors.
 *
 * <p>Source: [MS-VHDX] 2.5.
 */
final class AllocationTable implements ExtentMap {

    static final int ENTRY = Long.BYTES;
    static final int FULLY_PRESENT = 6;
    static final int OFFSET_SHIFT = 20;

    private static final long SECTORS_A_BITMAP = 1L << 23;
    private static final int BITMAP_PAGE = 4096;
    private static final int STATE_MASK = 7;
    private static final int NOT_PRESENT = 0;
    private static final int UNDEFINED = 1;
    private static final int ZERO = 2;
    private static final int UNMAPPED = 3;
    private static final int UNMAPPED_DRAFT = 5;
    private static final int PARTLY_PRESENT = 7;

    private final BlockSource file;
    private final String name;
    private final Metadata metadata;
    private final long tableOffset;
    private final long ratio;
    private final TablePages.Cursor entries;
    private volatile @Nullable BitmapPage last;

    /** A piece of a bitmap, the first sector in the lowest bit of the first byte. */
    private record BitmapPage(long at, byte[] bits) {}

    AllocationTable(BlockSource file, String name, Regions regions, Metadata metadata)
            throws ImageException {
        this.file = file;
        this.name = name;
        this.metadata = metadata;
        this.tableOffset = regions.tableOffset();
        this.ratio = chunkRatio(metadata.sectorBytes(), metadata.blockBytes());
        this.entries = new TablePages(file, ByteOrder.LITTLE_ENDIAN).cursor();
        long blocks = Math.ceilDiv(metadata.sizeBytes(), (long) metadata.blockBytes());
        long needed = entries(blocks, ratio, metadata.differencing()) * ENTRY;
        if (needed > regions.tableLength()) {
            throw new ImageException.Damaged(
                    "%s: VHDX block table of %d bytes found, %d expected for a disk of %d bytes"
                            .formatted(name, regions.tableLength(), needed, metadata.sizeBytes()));
        }
    }

    /** How many payload blocks one bitmap tells of. */
    static long chunkRatio(int sectorBytes, int blockBytes) {
        return SECTORS_A_BITMAP * sectorBytes / blockBytes;
    }

    /** How many entries a table has for this many payload blocks. */
    static long entries(long blocks, long ratio, boolean differencing) {
        return differencing
                ? Math.ceilDiv(blocks, ratio) * (ratio + 1)
                : blocks + Math.max(0, blocks - 1) / ratio;
    }

    @Override
    public long sizeBytes() {
        return metadata.sizeBytes();
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        int blockBytes = metadata.blockBytes();
        long block = offset / blockBytes;
        int within = (int) (offset % blockBytes);
        long length = Math.min(blockBytes - within, sizeBytes() - offset);
        long entry = entries.u64(tableOffset + (block + block / ratio) * ENTRY);
        int state = (int) entry & STATE_MASK;
        return switch (state) {
            case NOT_PRESENT -> Extent.absent(length);
            case UNDEFINED, ZERO, UNMAPPED, UNMAPPED_DRAFT -> Extent.zero(length);
            case FULLY_PRESENT -> Extent.stored(length, place(entry, block) + within);
            case PARTLY_PRESENT -> partly(entry, block, offset, within, length);
            default ->
                    throw new ImageException.Damaged(
                            "%s: state %d of VHDX block %d found, 0 to 3, 6 or 7 expected"
                                    .formatted(name, state, block));
        };
    }

    private long place(long entry, long block) throws ImageException {
        long host = entry >>> OFFSET_SHIFT << OFFSET_SHIFT;
        if (host <= 0 || host >= file.size()) {
            throw new ImageException.Damaged(
                    "%s: VHDX block %d at 0x%x found, inside the file of %d bytes expected; was the file cut off?"
                            .formatted(name, block, host, file.size()));
        }
        return host;
    }

    /** The sectors from {@code within} on that are all here or all in the parent. */
    private Extent partly(long entry, long block, long offset, int within, long length)
            throws IOException {
        if (!metadata.differencing()) {
            throw new ImageException.Damaged(
                    "%s: VHDX block %d is partly present, in an image without a parent"
                            .formatted(name, block));
        }
        long chunk = block / ratio;
        long bitmapEntry = entries.u64(tableOffset + (chunk * (ratio + 1) + ratio) * ENTRY);
        if (((int) bitmapEntry & STATE_MASK) != FULLY_PRESENT) {
            throw new ImageException.Damaged(
                    "%s: VHDX block %d is partly present, and its bitmap is not there"
                            .formatted(name, block));
        }
        long bitmap = place(bitmapEntry, block);
        int sectorBytes = metadata.sectorBytes();
        long first = offset / sectorBytes % SECTORS_A_BITMAP;
        long end = first + Math.ceilDiv(within % sectorBytes + length, (long) sectorBytes);
        boolean here = isSet(bitmap, first);
        long sector = first + 1;
        while (sector < end && isSet(bitmap, sector) == here) {
            sector++;
        }
        long piece = Math.min((sector - first) * sectorBytes - within % sectorBytes, length);
        return here ? Extent.stored(piece, place(entry, block) + within) : Extent.absent(piece);
    }

    private boolean isSet(long bitmap, long sector) throws IOException {
        long at = bitmap + sector / 8 / BITMAP_PAGE * BITMAP_PAGE;
        BitmapPage page = last;
        if (page == null || page.at != at) {
            ByteBuffer bytes = ByteBuffer.allocate(BITMAP_PAGE);
            if (at > file.size() - BITMAP_PAGE) {
                throw new ImageException.Damaged(
                        "%s: VHDX bitmap of sectors at 0x%x found, inside the file of %d bytes expected"
                                .formatted(name, bitmap, file.size()));
            }
            file.read(at, bytes);
            page = new BitmapPage(at, bytes.array());
            last = page;
        }
        return (page.bits[(int) (sector / 8 % BITMAP_PAGE)] >>> (sector & 7) & 1) != 0;
    }
}
