package io.colama.disk.vmdk;

import io.colama.disk.image.PositionalOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The tables of a monolithic sparse image that is written in the order of its disk, and where its
 * grains go. One thread.
 */
final class SparseOutput {

    private static final int SECTOR = HostedLayout.SECTOR;
    private static final int TABLE_BYTES = HostedLayout.TABLE_SECTORS * SECTOR;

    private final PositionalOutput file;
    private final HostedLayout layout;
    private final long redundantDirectory;
    private final long directory;
    private final long grains;
    private final ByteBuffer table =
            ByteBuffer.allocate(TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int currentTable = -1;
    private long end;

    SparseOutput(PositionalOutput file, HostedLayout layout) {
        this.file = file;
        this.layout = layout;
        long tablesLength = (long) layout.tables() * HostedLayout.TABLE_SECTORS;
        this.redundantDirectory = HostedLayout.DESCRIPTOR_SECTOR + HostedLayout.DESCRIPTOR_SECTORS;
        this.directory = redundantDirectory + layout.directorySectors() + tablesLength;
        long tablesEnd = directory + layout.directorySectors() + tablesLength;
        this.grains =
                Math.ceilDiv(tablesEnd, HostedLayout.GRAIN_SECTORS)
                        * (long) HostedLayout.GRAIN_SECTORS;
        this.end = grains * SECTOR;
    }

    /** Where the file ends so far. */
    long end() {
        return end;
    }

    /** Gives the next grains, which follow each other on the disk, their place behind the last. */
    long place(long first, int count) throws IOException {
        long bytes = (long) count * HostedLayout.GRAIN;
        if (end > HostedLayout.MOST_FILE_BYTES - bytes) {
            throw new IOException(
                    "data past %d bytes, as many as a sparse VMDK file can have"
                            .formatted(HostedLayout.MOST_FILE_BYTES));
        }
        for (int i = 0; i < count; i++) {
            enter(first + i, end / SECTOR + (long) i * HostedLayout.GRAIN_SECTORS);
        }
        long place = end;
        end += bytes;
        return place;
    }

    private void enter(long grain, long sector) throws IOException {
        int number = (int) (grain / HostedLayout.TABLE_ENTRIES);
        if (number != currentTable) {
            writeTable();
            currentTable = number;
        }
        int entry = (int) (grain % HostedLayout.TABLE_ENTRIES);
        table.putInt(entry * Integer.BYTES, (int) sector);
    }

    private void writeTable() throws IOException {
        if (currentTable < 0) {
            return;
        }
        for (long place : new long[] {redundantDirectory, directory}) {
            long sector = tableSector(place, currentTable);
            file.write(sector * SECTOR, table.clear());
        }
        table.clear().put(new byte[TABLE_BYTES]);
    }

    private long tableSector(long directorySector, int number) {
        return directorySector
                + layout.directorySectors()
                + (long) number * HostedLayout.TABLE_SECTORS;
    }

    /** Writes what is in memory, and header and descriptor. */
    void finish(String fileName, long contentId) throws IOException {
        writeTable();
        writeDirectory(redundantDirectory);
        writeDirectory(directory);
        byte[] descriptor =
                WrittenDescriptor.of(
                        "monolithicSparse", "RW", layout.sectors(), fileName, contentId);
        SparseHeader header = layout.plainHeader(redundantDirectory, directory, grains);
        file.write(0, HostedLayout.start(header, descriptor));
    }

    private void writeDirectory(long sector) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(layout.directorySectors() * SECTOR)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < layout.tables(); i++) {
            bytes.putInt((int) tableSector(sector, i));
        }
        file.write(sector * SECTOR, bytes.clear());
    }
}
