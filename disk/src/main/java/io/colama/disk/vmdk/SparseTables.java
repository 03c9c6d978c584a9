package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Tables of 32-bit sector numbers: hosted sparse extents and those of ESX Server.
 *
 * <p>There may be a second directory with tables of its own. It is asked where the first one names
 * a table that is not in the file.
 */
final class SparseTables implements GrainTables {

    private final String name;
    private final long fileSize;
    private final long directory;
    private final long redundant;
    private final int tableBytes;
    private final boolean zeroedGrains;
    private final TablePages.Cursor directories;
    private final TablePages.Cursor tables;

    private SparseTables(
            BlockSource file,
            String name,
            long directory,
            long redundant,
            int tableEntries,
            boolean zeroedGrains) {
        this.name = name;
        this.fileSize = file.size();
        this.directory = directory;
        this.redundant = redundant;
        this.tableBytes = tableEntries * Integer.BYTES;
        this.zeroedGrains = zeroedGrains;
        TablePages pages = new TablePages(file, ByteOrder.LITTLE_ENDIAN);
        this.directories = pages.cursor();
        this.tables = pages.cursor();
    }

    /**
     * The tables of an extent.
     *
     * @param directorySector where the directory lies
     * @param redundantSector where the second one lies, 0 where there is none
     * @throws ImageException.Damaged when no directory lies in the file
     */
    static SparseTables of(
            BlockSource file,
            String name,
            GrainShape shape,
            long directorySector,
            long redundantSector,
            boolean zeroedGrains)
            throws ImageException {
        long length = shape.tables() * Integer.BYTES;
        long first = inside(file, directorySector, length);
        long second = inside(file, redundantSector, length);
        if (first == NONE && second == NONE && length > 0) {
            throw new ImageException.Damaged(
                    "%s: grain directory of %d bytes at sector 0x%x, inside the file of %d bytes expected; was the file cut off?"
                            .formatted(name, length, directorySector, file.size()));
        }
        return new SparseTables(
                file,
                name,
                first == NONE ? second : first,
                first == NONE ? NONE : second,
                shape.tableEntries(),
                zeroedGrains);
    }

    private static long inside(BlockSource file, long sector, long length) {
        long sectors = file.size() / SparseHeader.SECTOR;
        boolean fits =
                sector > 0
                        && sector <= sectors
                        && length <= file.size() - sector * SparseHeader.SECTOR;
        return fits ? sector * SparseHeader.SECTOR : NONE;
    }

    @Override
    public long table(long number) throws IOException {
        long place = directories.u32(directory + number * Integer.BYTES) * SparseHeader.SECTOR;
        if (place == NONE || place <= fileSize - tableBytes) {
            return place;
        }
        if (redundant != NONE) {
            long second = directories.u32(redundant + number * Integer.BYTES) * SparseHeader.SECTOR;
            if (second != NONE && second <= fileSize - tableBytes) {
                return second;
            }
        }
        throw new ImageException.Damaged(
                "%s: grain table %d of %d bytes at 0x%x, inside the file of %d bytes expected; was the file cut off?"
                        .formatted(name, number, tableBytes, place, fileSize));
    }

    @Override
    public long grain(long table, int number) throws IOException {
        long sector = tables.u32(table + (long) number * Integer.BYTES);
        return sector == ZERO && zeroedGrains ? ZERO : sector * SparseHeader.SECTOR;
    }
}
