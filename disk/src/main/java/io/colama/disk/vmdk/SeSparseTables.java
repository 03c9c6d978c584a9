package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Tables of 64-bit entries with a kind in the topmost bits: space-efficient sparse extents.
 *
 * <p>Source: [QEMU block/vmdk.c] vmdk_open_se_sparse, get_cluster_offset.
 */
final class SeSparseTables implements GrainTables {

    private static final long TABLE_PRESENT = 0x1000_0000L;
    private static final int KIND_SHIFT = 60;
    private static final int UNALLOCATED = 0;
    private static final int UNMAPPED = 1;
    private static final int ZEROED = 2;
    private static final int ALLOCATED = 3;

    private final String name;
    private final long directory;
    private final long tables;
    private final long tablesLength;
    private final int tableBytes;
    private final long grains;
    private final long grainsLength;
    private final int grainBytes;
    private final TablePages.Cursor directories;
    private final TablePages.Cursor entries;

    /** The tables in these regions, which are inside the file. */
    SeSparseTables(
            BlockSource file,
            String name,
            GrainShape shape,
            Region directory,
            Region tables,
            long grains) {
        this.name = name;
        this.directory = directory.offset();
        this.tables = tables.offset();
        this.tableBytes = shape.tableEntries() * Long.BYTES;
        this.tablesLength = tables.length() / tableBytes;
        this.grains = grains;
        this.grainBytes = shape.grainBytes();
        this.grainsLength = Math.ceilDiv(file.size() - grains, grainBytes);
        TablePages pages = new TablePages(file, ByteOrder.LITTLE_ENDIAN);
        this.directories = pages.cursor();
        this.entries = pages.cursor();
    }

    /** A stretch of the file, in bytes. */
    record Region(long offset, long length) {}

    @Override
    public long table(long number) throws IOException {
        long entry = directories.u64(directory + number * Long.BYTES);
        if (entry == 0) {
            return NONE;
        }
        long index = entry & 0xffff_ffffL;
        if (entry >>> Integer.SIZE != TABLE_PRESENT || index >= tablesLength) {
            throw new ImageException.Damaged(
                    "%s: entry 0x%x of the grain directory, a table below %d expected"
                            .formatted(name, entry, tablesLength));
        }
        return tables + index * tableBytes;
    }

    @Override
    public long grain(long table, int number) throws IOException {
        long entry = entries.u64(table + (long) number * Long.BYTES);
        return switch ((int) (entry >>> KIND_SHIFT)) {
            case UNALLOCATED -> NONE;
            case UNMAPPED, ZEROED -> ZERO;
            case ALLOCATED -> place(entry);
            default -> throw damaged(entry);
        };
    }

    private long place(long entry) throws ImageException {
        long index = (entry >>> 48 & 0xfff) | (entry & 0xffff_ffff_ffffL) << 12;
        if (index >= grainsLength) {
            throw damaged(entry);
        }
        return grains + index * grainBytes;
    }

    private ImageException.Damaged damaged(long entry) {
        return new ImageException.Damaged(
                "%s: entry 0x%x of a grain table, a grain below %d expected"
                        .formatted(name, entry, grainsLength));
    }
}
