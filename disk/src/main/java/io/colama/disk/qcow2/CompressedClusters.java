package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.CompressedUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads compressed clusters and keeps the ones decoded last.
 *
 * <p>A cluster that is read whole goes straight into the target and is not kept. Any thread; memory
 * is about 2 MiB of decoded clusters, at least two of them, and the state of up to eight decodings.
 *
 * <p>Source: [qcow2.txt] Compressed Clusters Descriptor.
 */
final class CompressedClusters implements CompressedUnits, AutoCloseable {

    private static final int KEPT_BYTES = 2 << 20;
    private static final int KEPT_CODECS = 8;
    private static final int SECTOR = 512;

    private final BlockSource file;
    private final String name;
    private final int clusterBits;
    private final Supplier<Codec> codecs;
    private final BlockingQueue<Decoder> idle = new ArrayBlockingQueue<>(KEPT_CODECS);
    private final Map<Long, byte[]> recent;
    private volatile boolean closed;

    CompressedClusters(BlockSource file, String name, int clusterBits, int compressionType) {
        this.file = file;
        this.name = name;
        this.clusterBits = clusterBits;
        this.codecs =
                compressionType == Qcow2Header.COMPRESSION_ZSTD
                        ? Codec.Zstandard::new
                        : Codec.Deflate::new;
        this.recent = new Recent(Math.max(2, KEPT_BYTES >> clusterBits));
    }

    /** The clusters used last. */
    private static final class Recent extends LinkedHashMap<Long, byte[]> {
        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > most;
        }
    }

    /** A codec and room for its input. */
    private static final class Decoder {
        private final Codec codec;
        private final byte[] input;

        Decoder(Codec codec, int inputBytes) {
            this.codec = codec;
            this.input = new byte[inputBytes];
        }
    }

    /** The {@code entry} is the L2 entry of the cluster. */
    @Override
    public void read(long offset, long entry, ByteBuffer target) throws IOException {
        int clusterBytes = 1 << clusterBits;
        int within = (int) offset & (clusterBytes - 1);
        if (target.remaining() == clusterBytes) {
            decode(entry, target);
            return;
        }
        byte @Nullable [] cluster;
        synchronized (recent) {
            cluster = recent.get(entry);
        }
        if (cluster == null) {
            cluster = new byte[clusterBytes];
            decode(entry, ByteBuffer.wrap(cluster));
            synchronized (recent) {
                recent.put(entry, cluster);
            }
        }
        target.put(cluster, within, target.remaining());
    }

    private void decode(long entry, ByteBuffer target) throws IOException {
        int offsetBits = 62 - (clusterBits - 8);
        long offset = entry & ((1L << offsetBits) - 1);
        long sectors = (entry >>> offsetBits) & ((1L << (clusterBits - 8)) - 1);
        int available = (int) ((sectors + 1) * SECTOR - (offset & (SECTOR - 1)));
        if (offset >= file.size()) {
            throw new ImageException.Damaged(
                    "%s: compressed cluster at 0x%x, inside the file of %d bytes expected"
                            .formatted(name, offset, file.size()));
        }
        int length = (int) Math.min(available, file.size() - offset);
        Decoder decoder = take();
        try {
            file.read(offset, ByteBuffer.wrap(decoder.input, 0, length));
            decoder.codec.decode(decoder.input, length, target);
        } catch (ImageException.Damaged broken) {
            throw new ImageException.Damaged(
                    "%s: compressed cluster at 0x%x: %s"
                            .formatted(name, offset, broken.getMessage()),
                    broken);
        } finally {
            give(decoder);
        }
    }

    private Decoder take() {
        Decoder decoder = idle.poll();
        return decoder != null ? decoder : new Decoder(codecs.get(), 2 << clusterBits);
    }

    private void give(Decoder decoder) {
        if (closed || !idle.offer(decoder)) {
            decoder.codec.close();
        } else if (closed) {
            close();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Decoder decoder = idle.poll(); decoder != null; decoder = idle.poll()) {
            decoder.codec.close();
        }
    }
}
