package io.colama.disk.vmdk;

import io.colama.block.BlockSink;
import io.colama.disk.image.OrderedCompressor;
import io.colama.disk.image.PositionalOutput;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WholeUnits;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.image.WriteOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes a stream-optimized image: compressed grains, in which those that are all zero are not
 * there.
 *
 * <p>The stream is: header, descriptor, then grains in the order of the disk with each grain table
 * behind its grains, the grain directory, the footer. It is written strictly from its start to its
 * end, every byte once, so that it may go into an archive. Since the descriptor comes first the CID
 * follows from the size alone.
 */
public final class VmdkStreamSink implements BlockSink {

    private static final int SECTOR = HostedLayout.SECTOR;
    private static final int GRAIN = HostedLayout.GRAIN;

    /** Grains start where a grain of the file starts. */
    private static final int OVERHEAD = HostedLayout.GRAIN_SECTORS;

    private final Optional<TargetFile> file;
    private final WriteOrder order;
    private final WholeUnits units;
    private final HostedLayout layout;
    private final OrderedCompressor compressor;
    private final StreamOutput output;
    private final int[] directory;
    private final int[] table = new int[HostedLayout.TABLE_ENTRIES];
    private int currentTable = -1;

    private VmdkStreamSink(
            Optional<TargetFile> file,
            PositionalOutput output,
            String fileName,
            WriteOrder order,
            HostedLayout layout,
            WriteOptions options)
            throws IOException {
        this.file = file;
        this.order = order;
        this.layout = layout;
        this.output = new StreamOutput(output);
        this.directory = new int[layout.tables()];
        byte[] descriptor =
                WrittenDescriptor.of(
                        "streamOptimized",
                        "RDONLY",
                        layout.sectors(),
                        fileName,
                        WrittenDescriptor.checksumOf(layout.sectors()));
        SparseHeader header = layout.streamHeader(SparseHeader.AT_END, OVERHEAD);
        this.output.put(HostedLayout.start(header, descriptor));
        this.output.pad(OVERHEAD * SECTOR);
        this.units = new WholeUnits(GRAIN, order, this::submit);
        this.compressor =
                new OrderedCompressor(
                        options.threads(),
                        GRAIN,
                        () -> new DeflateEncoder(options.compressionLevel()),
                        this::store);
    }

    /** Starts an image of {@code sizeBytes} bytes, rounded up to a whole sector. */
    public static VmdkStreamSink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        WriteOrder order = new WriteOrder(sizeBytes);
        HostedLayout layout = HostedLayout.of(sizeBytes);
        TargetFile file = TargetFile.create(target, options);
        try {
            String name = String.valueOf(target.getFileName());
            return new VmdkStreamSink(Optional.of(file), file, name, order, layout, options);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /**
     * Starts an image inside something else, such as an archive. Its writes are in ascending order
     * and without gaps, from offset 0; finishing it leaves the output open and does not sync it.
     *
     * @param fileName what the image is called in its own descriptor
     */
    public static VmdkStreamSink into(
            PositionalOutput output, String fileName, long sizeBytes, WriteOptions options)
            throws IOException {
        return new VmdkStreamSink(
                Optional.empty(),
                output,
                fileName,
                new WriteOrder(sizeBytes),
                HostedLayout.of(sizeBytes),
                options);
    }

    @Override
    public long size() {
        return order.size();
    }

    /** How many bytes the image has so far; all of them once it is finished. */
    public long writtenBytes() {
        return output.end();
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        units.write(offset, source);
    }

    private void submit(long first, ByteBuffer data) throws IOException {
        for (int i = 0; data.remaining() >= GRAIN; i++) {
            compressor.submit(first + i, data);
        }
    }

    private void store(long grain, ByteBuffer plain, ByteBuffer compressed) throws IOException {
        int number = (int) (grain / HostedLayout.TABLE_ENTRIES);
        if (number != currentTable) {
            writeTable();
            currentTable = number;
        }
        int room = CompressedGrains.MARKER + compressed.remaining();
        table[(int) (grain % HostedLayout.TABLE_ENTRIES)] = sector(room);
        ByteBuffer marker =
                ByteBuffer.allocate(CompressedGrains.MARKER).order(ByteOrder.LITTLE_ENDIAN);
        marker.putLong(grain * HostedLayout.GRAIN_SECTORS).putInt(compressed.remaining());
        output.put(marker.flip());
        output.put(compressed);
        output.pad(SECTOR);
    }

    /** The number of the sector that is written next. */
    private int sector(int room) throws IOException {
        if (output.end() > HostedLayout.MOST_FILE_BYTES - room) {
            throw new IOException(
                    "data past %d bytes, as many as a stream-optimized VMDK file can have"
                            .formatted(HostedLayout.MOST_FILE_BYTES));
        }
        return (int) (output.end() / SECTOR);
    }

    private void writeTable() throws IOException {
        if (currentTable < 0) {
            return;
        }
        putMarker(HostedLayout.TABLE_SECTORS, MarkerScan.TYPE_TABLE);
        directory[currentTable] = sector(table.length * Integer.BYTES);
        put(table);
        Arrays.fill(table, 0);
    }

    private void putMarker(int sectors, int type) throws IOException {
        ByteBuffer marker = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        marker.putLong(0, sectors).putInt(MarkerScan.TYPE_AT, type);
        output.put(marker);
    }

    private void put(int[] entries) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(entries.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(entries);
        output.put(bytes);
        output.pad(SECTOR);
    }

    @Override
    public void finish() throws IOException {
        units.finish();
        compressor.drain();
        writeTable();
        putMarker(layout.directorySectors(), MarkerScan.TYPE_DIRECTORY);
        int place = sector(directory.length * Integer.BYTES);
        put(directory);
        putMarker(1, MarkerScan.TYPE_FOOTER);
        ByteBuffer footer = ByteBuffer.allocate(SparseHeader.LAYOUT.size());
        SparseHeader.LAYOUT.write(
                layout.streamHeader(Integer.toUnsignedLong(place), OVERHEAD), footer);
        output.put(footer.flip());
        putMarker(0, MarkerScan.TYPE_END);
        output.flush();
        if (file.isPresent()) {
            file.get().finish();
        }
    }

    @Override
    public void close() throws IOException {
        compressor.close();
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
