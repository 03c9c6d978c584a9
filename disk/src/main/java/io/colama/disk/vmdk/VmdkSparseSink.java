package io.colama.disk.vmdk;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.disk.image.PlannedImage;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WholeUnits;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.image.WriteOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    private static final int GRAIN = HostedLayout.GRAIN;

    private final TargetFile file;
    private final String fileName;
    private final WriteOrder order;
    private final WholeUnits units;
    private final HostedLayout layout;
    private final SparseOutput output;
    private final CRC32C checksum = new CRC32C();

    private VmdkSparseSink(
            TargetFile file, String fileName, WriteOrder order, HostedLayout layout) {
        this.file = file;
        this.fileName = fileName;
        this.order = order;
        this.units = new WholeUnits(GRAIN, order, this::store);
        this.layout = layout;
        this.output = new SparseOutput(file, layout);
    }

    /** Starts an image of {@code sizeBytes} bytes, rounded up to a whole sector. */
    public static VmdkSparseSink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        WriteOrder order = new WriteOrder(sizeBytes);
        HostedLayout layout = HostedLayout.of(sizeBytes);
        TargetFile file = TargetFile.create(target, options);
        return new VmdkSparseSink(file, String.valueOf(target.getFileName()), order, layout);
    }

    /**
     * Lays out the image of a disk.
     *
     * @param fileName what it is called in its descriptor
     * @param contentId is the same for the same content
     */
    public static BlockSource view(BlockSource disk, String fileName, int contentId)
            throws IOException {
        PlannedImage image = new PlannedImage();
        SparseOutput output = new SparseOutput(image, HostedLayout.of(disk.size()));
        PlannedImage.eachUnit(
                disk,
                GRAIN,
                grain -> {
                    long start = grain * GRAIN;
                    image.data(output.place(grain, 1), start, Math.min(GRAIN, disk.size() - start));
                });
        output.finish(fileName, Integer.toUnsignedLong(contentId));
        image.extend(output.end());
        return image.over(disk);
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
        long place = output.place(first, data.remaining() / GRAIN);
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(first).flip());
        checksum.update(data.duplicate());
        file.write(place, data);
    }

    @Override
    public void finish() throws IOException {
        units.finish();
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(layout.sectors()).flip());
        output.finish(fileName, checksum.getValue());
        file.extend(output.end());
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
