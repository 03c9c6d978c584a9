package io.colama.disk.vhd;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.disk.image.LayoutOutput;
import io.colama.disk.image.PlannedImage;
import io.colama.disk.image.UnitLayout;
import io.colama.disk.image.UnitSink;
import io.colama.disk.image.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes dynamic VHD images with blocks of 2 MiB, or fixed ones.
 *
 * <p>The data of blocks start at multiples of 4 KiB, with unused bytes in front of their bitmaps.
 * The creator is given as that of Hyper-V, because readers take its sizes by the byte, and not by
 * the geometry. Each image gets a UUID of its own. The time of making stays unset.
 */
public final class VhdWriter implements UnitLayout {

    private static final int BLOCK = 2 << 20;
    private static final int PAGE = 4096;
    private static final int SECTOR = VhdFooter.SECTOR;
    private static final int BITMAP = BlockTable.bitmapBytes(BLOCK);
    private static final int TABLE_AT = SECTOR + DynamicHeader.LAYOUT.size();
    private static final int UNUSED = -1;
    private static final long MOST_BYTES = 2040L << 30;
    private static final long NO_HEADER = -1;
    private static final long VERSION = 0x0001_0000;

    private final long sizeBytes;
    private final boolean fixed;
    private final UUID identity;
    private final int[] sectors;
    private long end;

    private VhdWriter(long sizeBytes, boolean fixed, UUID identity) {
        this.identity = identity;
        this.sizeBytes = Math.ceilDiv(sizeBytes, SECTOR) * (long) SECTOR;
        this.fixed = fixed;
        this.sectors = new int[fixed ? 0 : (int) Math.ceilDiv(sizeBytes, (long) BLOCK)];
        Arrays.fill(sectors, UNUSED);
        this.end = fixed ? this.sizeBytes : TABLE_AT + tableBytes();
    }

    /** Starts an image of a disk of {@code sizeBytes} bytes, rounded up to a whole sector. */
    public static BlockSink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        VhdWriter layout = of(sizeBytes, options.fixed(), UUID.randomUUID());
        return UnitSink.create(target, sizeBytes, options, layout);
    }

    /** Lays out the dynamic image of a disk that bears this identity. */
    public static BlockSource view(BlockSource disk, UUID identity) throws IOException {
        return PlannedImage.of(disk, of(disk.size(), false, identity)).over(disk);
    }

    private static VhdWriter of(long sizeBytes, boolean fixed, UUID identity) {
        if (sizeBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "disk of %d bytes, at most %d fit into VHD".formatted(sizeBytes, MOST_BYTES));
        }
        return new VhdWriter(sizeBytes, fixed, identity);
    }

    private int tableBytes() {
        return Math.ceilDiv(Math.max(1, sectors.length) * Integer.BYTES, SECTOR) * SECTOR;
    }

    @Override
    public int unitBytes() {
        return BLOCK;
    }

    @Override
    public long place(long unit) {
        if (fixed) {
            return unit * BLOCK;
        }
        long data = Math.ceilDiv(end + BITMAP, (long) PAGE) * PAGE;
        sectors[(int) unit] = (int) ((data - BITMAP) / SECTOR);
        end = data + BLOCK;
        return data;
    }

    @Override
    public void finish(LayoutOutput file) throws IOException {
        ByteBuffer footer = footer();
        if (!fixed) {
            file.write(0, footer.duplicate());
            file.write(SECTOR, header());
            ByteBuffer table = ByteBuffer.allocate(tableBytes());
            Arrays.fill(table.array(), (byte) UNUSED);
            table.asIntBuffer().put(sectors);
            file.write(TABLE_AT, table);
            byte[] all = new byte[BITMAP];
            Arrays.fill(all, (byte) UNUSED);
            for (int sector : sectors) {
                if (sector != UNUSED) {
                    file.write(Integer.toUnsignedLong(sector) * SECTOR, ByteBuffer.wrap(all));
                }
            }
        }
        file.write(end, footer);
    }

    private ByteBuffer footer() {
        long total = sizeBytes / SECTOR;
        ChsGeometry geometry = ChsGeometry.of(total);
        ByteBuffer id = ByteBuffer.allocate(16);
        id.putLong(identity.getMostSignificantBits()).putLong(identity.getLeastSignificantBits());
        VhdFooter footer =
                new VhdFooter(
                        VhdFooter.COOKIE,
                        VhdFooter.FEATURES,
                        VhdFooter.VERSION,
                        fixed ? NO_HEADER : SECTOR,
                        0,
                        "win ",
                        0x000a_0000,
                        "Wi2k",
                        sizeBytes,
                        sizeBytes,
                        geometry.cylinders(),
                        geometry.heads(),
                        geometry.sectors(),
                        fixed ? VhdFooter.FIXED : VhdFooter.DYNAMIC,
                        0,
                        id.flip(),
                        0);
        ByteBuffer bytes = ByteBuffer.allocate(VhdFooter.LAYOUT.size());
        VhdFooter.LAYOUT.write(footer, bytes);
        return checked(bytes.clear(), VhdFooter.CHECKSUM_AT);
    }

    private ByteBuffer header() {
        DynamicHeader header =
                new DynamicHeader(
                        DynamicHeader.COOKIE,
                        NO_HEADER,
                        TABLE_AT,
                        VERSION,
                        sectors.length,
                        BLOCK,
                        0,
                        ByteBuffer.allocate(16),
                        0,
                        ByteBuffer.allocate(512),
                        ByteBuffer.allocate(192));
        ByteBuffer bytes = ByteBuffer.allocate(DynamicHeader.LAYOUT.size());
        DynamicHeader.LAYOUT.write(header, bytes);
        return checked(bytes.clear(), DynamicHeader.CHECKSUM_AT);
    }

    private static ByteBuffer checked(ByteBuffer bytes, int checksumAt) {
        return bytes.putInt(checksumAt, (int) VhdFooter.checksumOf(bytes, checksumAt));
    }
}
