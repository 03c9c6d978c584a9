package io.colama.disk.vmdk;

import io.colama.block.BlockSink;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WholeUnits;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.image.WriteOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes a monolithic sparse image, in which grains that are all zero are not there.
 *
 * <p>The file is: header, descriptor, a directory with its tables, a second one with the same, then
 * grains in the order of the disk. All tables have their place from the start, and those without a
 * grain are holes of the file. Header and descriptor are written last; the CID is a checksum of the
 * grains.
 */
public final class VmdkSparseSink implements BlockSink {

    private static final int SECTOR = HostedLayout.SECTOR;
    private static final int GRAIN = HostedLayout.GRAIN;
    private static final int TABLE_BYTES = HostedLayout.TABLE_SECTORS * SECTOR;

    private final TargetFile file;
    private final String fileName;
    private final WriteOrder order;
    private final WholeUnits units;
    private final HostedLayout layout;
    private final long redundantDirectory;
    private final long directory;
    private final long grains;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer table =
            ByteBuffer.allocate(TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int currentTable = -1;
    private long end;

    private VmdkSparseSink(
            TargetFile file, String fileName, WriteOrder order, HostedLayout layout) {
        this.file = file;
        this.fileName = fileName;
        this.order = order;
        this.units = new WholeUnits(GRAIN, order, this::store);
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

    /** Starts an image of {@code sizeBytes} bytes, rounded up to a whole sector. */
    public static VmdkSparseSink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        WriteOrder order = new WriteOrder(sizeBytes);
        HostedLayout layout = HostedLayout.of(sizeBytes);
        TargetFile file = TargetFile.create(target, options);
        return new VmdkSparseSink(file, String.valueOf(target.getFileName()), order, layout);
    }

    @Override
    public long size() {
        return order.size();
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        units.write(offset, source);
    }

    private void store(long first, ByteBuffer data) throws IOException {
        int count = data.remaining() / GRAIN;
        if (end > HostedLayout.MOST_FILE_BYTES - data.remaining()) {
            throw new IOException(
                    "data past %d bytes, as many as a sparse VMDK file can have"
                            .formatted(HostedLayout.MOST_FILE_BYTES));
        }
        for (int i = 0; i < count; i++) {
            enter(first + i, end / SECTOR + (long) i * HostedLayout.GRAIN_SECTORS);
        }
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(first).flip());
        checksum.update(data.duplicate());
        long length = data.remaining();
        file.write(end, data);
        end += length;
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

    @Override
    public void finish() throws IOException {
        units.finish();
        writeTable();
        writeDirectory(redundantDirectory);
        writeDirectory(directory);
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(layout.sectors()).flip());
        byte[] descriptor =
                WrittenDescriptor.of(
                        "monolithicSparse", "RW", layout.sectors(), fileName, checksum.getValue());
        SparseHeader header = layout.plainHeader(redundantDirectory, directory, grains);
        file.write(0, HostedLayout.start(header, descriptor));
        file.extend(end);
        file.finish();
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

    @Override
    public void close() throws IOException {
        file.close();
    }
}
