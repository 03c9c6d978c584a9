package io.colama.disk.vhdx;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.record.Guid;
import io.colama.disk.image.LayoutOutput;
import io.colama.disk.image.PlannedImage;
import io.colama.disk.image.UnitLayout;
import io.colama.disk.image.UnitSink;
import io.colama.disk.image.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Writes dynamic VHDX images with blocks of 2 MiB, or of 32 MiB for disks over 4 TiB.
 *
 * <p>The file is: identifier, headers and region tables in the first MiB, an empty log, metadata,
 * the block table, the blocks in the order of the disk. Each image gets GUIDs of its own.
 */
public final class VhdxWriter implements UnitLayout {

    private static final int MIB = 1 << 20;
    private static final int SMALL_BLOCK = 2 * MIB;
    private static final int LARGE_BLOCK = 32 * MIB;
    private static final long SMALL_BLOCKS_UP_TO = 4L << 40;
    private static final long MOST_BYTES = 64L << 40;
    private static final int SECTOR = 512;
    private static final int PHYSICAL_SECTOR = 4096;
    private static final long LOG_AT = MIB;
    private static final long METADATA_AT = 2 * MIB;
    private static final long TABLE_AT = 3 * MIB;
    private static final int PAGE = 4096;
    private static final String CREATOR = "Colama";

    private final long sizeBytes;
    private final UUID identity;
    private final int blockBytes;
    private final long ratio;
    private final long[] table;
    private final long tableBytes;
    private long end;

    private VhdxWriter(long sizeBytes, UUID identity) {
        this.identity = identity;
        this.sizeBytes = Math.ceilDiv(sizeBytes, SECTOR) * (long) SECTOR;
        this.blockBytes = sizeBytes > SMALL_BLOCKS_UP_TO ? LARGE_BLOCK : SMALL_BLOCK;
        this.ratio = AllocationTable.chunkRatio(SECTOR, blockBytes);
        long blocks = Math.ceilDiv(this.sizeBytes, (long) blockBytes);
        this.table = new long[(int) AllocationTable.entries(blocks, ratio, false)];
        this.tableBytes =
                Math.ceilDiv(Math.max(1, (long) table.length) * Long.BYTES, (long) MIB) * MIB;
        this.end = TABLE_AT + tableBytes;
    }

    /** Starts an image of a disk of {@code sizeBytes} bytes, rounded up to a whole sector. */
    public static BlockSink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        return UnitSink.create(target, sizeBytes, options, of(sizeBytes, UUID.randomUUID()));
    }

    /** Lays out the image of a disk that bears this identity. */
    public static BlockSource view(BlockSource disk, UUID identity) throws IOException {
        return PlannedImage.of(disk, of(disk.size(), identity)).over(disk);
    }

    private static VhdxWriter of(long sizeBytes, UUID identity) {
        if (sizeBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "disk of %d bytes, at most %d fit into VHDX".formatted(sizeBytes, MOST_BYTES));
        }
        return new VhdxWriter(sizeBytes, identity);
    }

    /** Another identity of the same image. */
    private UUID derived(String what) {
        return UUID.nameUUIDFromBytes((what + identity).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int unitBytes() {
        return blockBytes;
    }

    @Override
    public long place(long unit) {
        long place = end;
        table[(int) (unit + unit / ratio)] = place | AllocationTable.FULLY_PRESENT;
        end += blockBytes;
        return place;
    }

    @Override
    public void finish(LayoutOutput file) throws IOException {
        file.extend(end);
        writeTable(file);
        writeMetadata(file);
        ByteBuffer regions = regions();
        file.write(Regions.FIRST_AT, regions.duplicate());
        file.write(Regions.SECOND_AT, regions);
        UUID written = derived("written");
        UUID data = derived("data");
        file.write(VhdxHeader.FIRST_AT, header(0, written, data));
        file.write(VhdxHeader.SECOND_AT, header(1, written, data));
        ByteBuffer id = ByteBuffer.allocate(PAGE);
        id.put(VhdxHeader.FILE_SIGNATURE.getBytes(StandardCharsets.US_ASCII));
        id.put(CREATOR.getBytes(StandardCharsets.UTF_16LE));
        file.write(0, id.clear());
    }

    /** Writes the table in pieces: that of the largest disks has hundreds of megabytes. */
    private void writeTable(LayoutOutput file) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(MIB).order(ByteOrder.LITTLE_ENDIAN);
        int perPiece = MIB / Long.BYTES;
        for (int from = 0; from < table.length; from += perPiece) {
            int count = Math.min(perPiece, table.length - from);
            piece.clear();
            piece.asLongBuffer().put(table, from, count);
            file.write(TABLE_AT + (long) from * Long.BYTES, piece.limit(count * Long.BYTES));
        }
    }

    private void writeMetadata(LayoutOutput file) throws IOException {
        ByteBuffer bytes = little(Metadata.TABLE_BYTES + PAGE);
        bytes.put(Metadata.SIGNATURE.getBytes(StandardCharsets.US_ASCII));
        bytes.putShort(10, (short) 5);
        ByteBuffer parameters = little(8).putInt(blockBytes).putInt(0).flip();
        int all = Metadata.REQUIRED | Metadata.OF_DISK;
        int at = item(bytes, 0, Metadata.FILE_PARAMETERS, Metadata.REQUIRED, parameters, 0);
        at = item(bytes, 1, Metadata.DISK_SIZE, all, little(8).putLong(sizeBytes).flip(), at);
        at = item(bytes, 2, Metadata.DISK_ID, all, Guid.bytes(identity), at);
        at = item(bytes, 3, Metadata.LOGICAL_SECTOR, all, little(4).putInt(SECTOR).flip(), at);
        item(bytes, 4, Metadata.PHYSICAL_SECTOR, all, little(4).putInt(PHYSICAL_SECTOR).flip(), at);
        file.write(METADATA_AT, bytes.clear());
    }

    /** Puts an item behind those before it; where the next one goes. */
    private static int item(
            ByteBuffer region, int index, UUID id, int flags, ByteBuffer value, int at) {
        int entry = Metadata.ENTRIES_AT + index * Metadata.ENTRY_BYTES;
        int place = Metadata.TABLE_BYTES + at;
        region.put(entry, Guid.bytes(id), 0, Guid.BYTES);
        region.putInt(entry + 16, place)
                .putInt(entry + 20, value.remaining())
                .putInt(entry + 24, flags);
        region.put(place, value, 0, value.remaining());
        return at + value.remaining();
    }

    private ByteBuffer regions() {
        ByteBuffer bytes = little(Regions.BYTES);
        bytes.put(Regions.SIGNATURE.getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(8, 2);
        region(bytes, 0, Regions.TABLE, TABLE_AT, tableBytes);
        region(bytes, 1, Regions.METADATA, METADATA_AT, MIB);
        return checked(bytes.clear());
    }

    private static void region(ByteBuffer bytes, int index, UUID id, long offset, long length) {
        int at = Regions.ENTRIES_AT + index * Regions.ENTRY_BYTES;
        bytes.put(at, Guid.bytes(id), 0, Guid.BYTES);
        bytes.putLong(at + 16, offset).putInt(at + 24, (int) length).putInt(at + 28, 1);
    }

    private static ByteBuffer header(long sequence, UUID written, UUID data) {
        VhdxHeader header =
                new VhdxHeader(
                        VhdxHeader.SIGNATURE,
                        0,
                        sequence,
                        Guid.bytes(written),
                        Guid.bytes(data),
                        Guid.bytes(VhdxHeader.NO_LOG),
                        0,
                        1,
                        MIB,
                        LOG_AT);
        ByteBuffer bytes = little(VhdxHeader.LAYOUT.size());
        VhdxHeader.LAYOUT.write(header, bytes);
        return checked(bytes.clear());
    }

    private static ByteBuffer checked(ByteBuffer bytes) {
        return bytes.putInt(Checksum.AT, (int) Checksum.of(bytes));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
