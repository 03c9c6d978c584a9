package io.colama.disk.qcow2;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.disk.image.OrderedCompressor;
import io.colama.disk.image.PlannedImage;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WholeUnits;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.image.WriteOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a qcow2 image of version 3 with clusters of 64 KiB, in which clusters that are all zero
 * are not there.
 *
 * <p>The file is: header, L1 table, then clusters in the order of the disk with L2 tables and
 * reference counts between them as they fill, last the reference count table. The header is written
 * last.
 */
public final class Qcow2Sink implements BlockSink {

    private static final int CLUSTER = HostFile.CLUSTER;
    private static final long SECTOR = 512;
    private static final int REFCOUNT_ORDER = 4;

    private final TargetFile file;
    private final WriteOrder order;
    private final HostFile host;
    private final ClusterTables tables;
    private final Optional<OrderedCompressor> compressor;
    private final WholeUnits units;
    private final Optional<Backing> backing;

    private Qcow2Sink(
            TargetFile file,
            WriteOrder order,
            int l1Entries,
            Optional<Backing> backing,
            WriteOptions options)
            throws IOException {
        this.file = file;
        this.backing = backing;
        this.order = order;
        this.units = new WholeUnits(CLUSTER, order, this::acceptWhole);
        this.host = new HostFile(file);
        host.allocate();
        this.tables = new ClusterTables(host, l1Entries);
        this.compressor =
                options.compress()
                        ? Optional.of(
                                new OrderedCompressor(
                                        options.threads(),
                                        CLUSTER,
                                        () -> new ZstdEncoder(options.compressionLevel()),
                                        this::accept))
                        : Optional.empty();
    }

    /** Starts an image of {@code sizeBytes} bytes, rounded up to a whole sector. */
    public static Qcow2Sink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        return create(target, sizeBytes, Optional.empty(), options);
    }

    /** Starts an overlay: what is not written shows what it names below it. */
    public static Qcow2Sink createOverlay(
            Path target, long sizeBytes, Backing backing, WriteOptions options) throws IOException {
        return create(target, sizeBytes, Optional.of(backing), options);
    }

    private static Qcow2Sink create(
            Path target, long sizeBytes, Optional<Backing> backing, WriteOptions options)
            throws IOException {
        WriteOrder order = new WriteOrder(sizeBytes);
        int l1Entries = l1Entries(sizeBytes);
        TargetFile file = TargetFile.create(target, options);
        try {
            return new Qcow2Sink(file, order, l1Entries, backing, options);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** Lays out the image of a disk, uncompressed. */
    public static BlockSource view(BlockSource disk) throws IOException {
        PlannedImage image = new PlannedImage();
        HostFile host = new HostFile(image);
        host.allocate();
        ClusterTables tables = new ClusterTables(host, l1Entries(disk.size()));
        PlannedImage.eachUnit(
                disk,
                CLUSTER,
                cluster -> {
                    long start = cluster * CLUSTER;
                    long place = host.allocate();
                    tables.stored(cluster, place);
                    image.data(place, start, Math.min(CLUSTER, disk.size() - start));
                });
        tables.finish();
        HostFile.Refcounts refcounts = host.finish();
        image.write(0, header(disk.size(), tables, refcounts, Optional.empty(), false));
        return image.over(disk);
    }

    private static int l1Entries(long sizeBytes) {
        Geometry geometry = new Geometry(3, HostFile.CLUSTER_BITS, false);
        long l1Entries = Math.max(1, geometry.l1EntriesFor(sizeBytes));
        if (l1Entries > ClusterMap.L1_BYTES.max() / Long.BYTES) {
            throw new IllegalArgumentException(
                    "disk of %d bytes, at most %d fit into qcow2 with clusters of 64 KiB"
                            .formatted(
                                    sizeBytes,
                                    ClusterMap.L1_BYTES.max()
                                            / Long.BYTES
                                            * geometry.l2CoverBytes()));
        }
        return (int) l1Entries;
    }

    @Override
    public long size() {
        return order.size();
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        units.write(offset, source);
    }

    private void acceptWhole(long first, ByteBuffer data) throws IOException {
        if (compressor.isPresent()) {
            submit(compressor.get(), first, data);
        } else {
            store(first, data);
        }
    }

    private static void submit(OrderedCompressor compressor, long first, ByteBuffer data)
            throws IOException {
        for (int i = 0; data.remaining() >= CLUSTER; i++) {
            compressor.submit(first + i, data);
        }
    }

    /**
     * Stores neighbouring clusters, with one write for as many as come to lie behind each other.
     */
    private void store(long first, ByteBuffer data) throws IOException {
        int count = data.remaining() / CLUSTER;
        int start = 0;
        long place = host.allocate();
        tables.stored(first, place);
        for (int i = 1; i < count; i++) {
            long offset = host.allocate();
            tables.stored(first + i, offset);
            if (offset != place + (long) (i - start) * CLUSTER) {
                host.write(place, data.slice(start * CLUSTER, (i - start) * CLUSTER));
                start = i;
                place = offset;
            }
        }
        host.write(place, data.slice(start * CLUSTER, (count - start) * CLUSTER));
    }

    private void accept(long cluster, ByteBuffer plain, ByteBuffer compressed) throws IOException {
        int length = compressed.remaining();
        if (length < CLUSTER) {
            tables.compressed(cluster, host.append(compressed), length);
        } else {
            store(cluster, plain);
        }
    }

    @Override
    public void finish() throws IOException {
        units.finish();
        if (compressor.isPresent()) {
            compressor.get().drain();
        }
        tables.finish();
        HostFile.Refcounts refcounts = host.finish();
        host.write(0, header(order.size(), tables, refcounts, backing, compressor.isPresent()));
        file.finish();
    }

    private static ByteBuffer header(
            long sizeBytes,
            ClusterTables tables,
            HostFile.Refcounts refcounts,
            Optional<Backing> backing,
            boolean zstd) {
        int length = Qcow2Header.LAYOUT.size();
        ByteBuffer bytes = ByteBuffer.allocate(CLUSTER);
        Qcow2Header header =
                new Qcow2Header(
                        Qcow2Header.MAGIC,
                        3,
                        backing.map(below -> below.nameOffset(length)).orElse(0),
                        backing.map(Backing::nameBytes).orElse(0),
                        HostFile.CLUSTER_BITS,
                        Math.ceilDiv(sizeBytes, SECTOR) * SECTOR,
                        0,
                        tables.l1Entries(),
                        tables.l1Offset(),
                        refcounts.tableOffset(),
                        refcounts.tableClusters(),
                        0,
                        0,
                        zstd ? Qcow2Header.INCOMPATIBLE_COMPRESSION : 0,
                        0,
                        0,
                        REFCOUNT_ORDER,
                        length,
                        zstd ? Qcow2Header.COMPRESSION_ZSTD : Qcow2Header.COMPRESSION_ZLIB);
        Qcow2Header.LAYOUT.write(header, bytes);
        backing.ifPresent(below -> below.write(bytes, length));
        return bytes.clear();
    }

    @Override
    public void close() throws IOException {
        compressor.ifPresent(OrderedCompressor::close);
        file.close();
    }
}
