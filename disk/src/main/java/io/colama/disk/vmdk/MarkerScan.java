package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks a stream of markers from its start, for an extent whose footer is not where it should be,
 * and makes tables of its grains. What is found is a disk only if the stream is {@linkplain
 * #whole() whole}: a download that broke off has the same start.
 *
 * <p>Each step goes forward, to the end of the file at most. Memory: two bytes for each KiB of disk
 * around which there is a grain.
 *
 * <p>Source: [Virtual Disk Format 5.0] Stream-Optimized Compressed Sparse Extents.
 */
final class MarkerScan implements GrainTables {

    static final int TYPE_AT = 12;
    static final int TYPE_END = 0;
    static final int TYPE_TABLE = 1;
    static final int TYPE_DIRECTORY = 2;
    static final int TYPE_FOOTER = 3;

    private static final Limit TABLES = new Limit("grain tables made by scanning", 1 << 15);
    private static final int SECTOR = SparseHeader.SECTOR;
    private static final int WINDOW = 1 << 16;
    private static final int MARKER_BYTES = 16;

    private final BlockSource file;
    private final String name;
    private final GrainShape shape;
    private final Map<Long, int[]> tables = new HashMap<>();
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;
    private long grains;
    private long tableMarkers;
    private long end;
    private boolean directorySeen;
    private boolean ended;
    private @Nullable SparseHeader footer;

    private MarkerScan(BlockSource file, String name, GrainShape shape) {
        this.file = file;
        this.name = name;
        this.shape = shape;
        window.limit(0);
    }

    /** Scans {@code file} from the sector {@code first} on. */
    static MarkerScan of(BlockSource file, String name, GrainShape shape, long first)
            throws IOException {
        MarkerScan scan = new MarkerScan(file, name, shape);
        long sectors = file.size() / SECTOR;
        long at = Math.clamp(first, 1, Math.max(1, sectors));
        while (at < sectors) {
            long next = scan.step(at);
            if (next <= at) {
                break;
            }
            at = next;
        }
        scan.end = at * SECTOR;
        return scan;
    }

    /** How many grains were found. */
    long grains() {
        return grains;
    }

    /**
     * Whether the markers show that no grain is missing: the directory that comes behind all grains
     * was reached, or a table for every part of the disk, or the last sector of the file is the
     * marker that ends a stream.
     */
    boolean whole() {
        return directorySeen || ended || (grains > 0 && tableMarkers >= shape.tables());
    }

    /** Where in the file the walk ended, in bytes. */
    long end() {
        return end;
    }

    /** A footer that was found on the way. */
    Optional<SparseHeader> footer() {
        return Optional.ofNullable(footer);
    }

    /** Takes what stands at a sector; the sector behind it, or 0 where the stream ends. */
    private long step(long at) throws IOException {
        int marker = load(at);
        long value = window.getLong(marker);
        long length = Integer.toUnsignedLong(window.getInt(marker + CompressedGrains.LENGTH_AT));
        if (length > 0) {
            return grain(at, value, length);
        }
        int type = window.getInt(marker + TYPE_AT);
        if (type == TYPE_FOOTER && directorySeen) {
            readFooter(at + 1);
            return 0;
        }
        if (type == TYPE_END && value == 0) {
            if (grains == 0 && !directorySeen && tableMarkers == 0) {
                return at + 1; // padding in front of the first grain
            }
            ended = at == file.size() / SECTOR - 1; // zeros of a file that is not filled are no end
            return 0;
        }
        boolean metadata = type == TYPE_TABLE || type == TYPE_DIRECTORY;
        if (!metadata || value < 0 || value > file.size() / SECTOR - at - 1) {
            return 0;
        }
        directorySeen |= type == TYPE_DIRECTORY;
        tableMarkers += type == TYPE_TABLE ? 1 : 0;
        return at + 1 + value;
    }

    private long grain(long at, long sector, long length) throws ImageException {
        long sectors = Math.ceilDiv(CompressedGrains.MARKER + length, SECTOR);
        int grainSectors = shape.grainBytes() / SECTOR;
        boolean sound =
                sector >= 0
                        && sector < shape.sizeBytes() / SECTOR
                        && sector % grainSectors == 0
                        && length <= CompressedGrains.mostBytes(shape.grainBytes())
                        && at <= 0xffff_ffffL
                        && CompressedGrains.MARKER + length <= file.size() - at * SECTOR;
        if (!sound) {
            return 0;
        }
        long grain = sector / grainSectors;
        long number = grain / shape.tableEntries();
        int @Nullable [] table = tables.get(number);
        if (table == null) {
            TABLES.check(tables.size());
            table = new int[shape.tableEntries()];
            tables.put(number, table);
        }
        table[(int) (grain % shape.tableEntries())] = (int) at;
        grains++;
        return at + sectors;
    }

    private void readFooter(long at) throws IOException {
        try {
            footer = SparseHeader.read(file, at * SECTOR, name);
        } catch (ImageException broken) {
            footer = null;
        }
    }

    /** Makes the marker at this sector present; its index in the window. */
    private int load(long sector) throws IOException {
        long offset = sector * SECTOR;
        if (offset < windowStart || offset + MARKER_BYTES > windowStart + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, file.size() - offset));
            file.read(offset, window);
            window.flip();
            windowStart = offset;
        }
        return (int) (offset - windowStart);
    }

    @Override
    public long table(long number) {
        return tables.containsKey(number) ? number + 1 : NONE;
    }

    @Override
    public long grain(long table, int number) {
        int @Nullable [] entries = tables.get(table - 1);
        return entries == null ? NONE : Integer.toUnsignedLong(entries[number]) * SECTOR;
    }
}
