package io.colama.disk.qcow2;

import io.colama.block.BlockSink;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskWriters;
import io.colama.disk.HostileDisk;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** Images to be read by code that believes nothing. */
final class HostileImage {

    private HostileImage() {}

    /** Opens and reads the bytes of an image; true where all could be read. */
    static boolean read(byte[] bytes) {
        return HostileDisk.read(bytes, DiskFormat.QCOW2);
    }

    /**
     * Small images that are sound: plain, compressed, empty, and a hand-made one with small
     * clusters and subclusters.
     */
    static List<byte[]> seeds(RandomGenerator random) {
        try {
            Path directory = Files.createTempDirectory("seeds");
            byte[] plain =
                    written(directory.resolve("plain"), SampleBytes.of(random, 300_000), false);
            byte[] compressed =
                    written(directory.resolve("compressed"), SampleBytes.of(random, 300_000), true);
            byte[] empty = written(directory.resolve("empty"), new byte[512], false);
            Files.delete(directory);
            return List.of(plain, compressed, empty, handMade(9, false), handMade(14, true));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] written(Path path, byte[] content, boolean compress) throws IOException {
        WriteOptions options = WriteOptions.defaults().withCompress(compress).withThreads(1);
        try (BlockSink sink = DiskWriters.create(path, DiskFormat.QCOW2, content.length, options)) {
            sink.write(0, ByteBuffer.wrap(content));
            sink.finish();
        }
        byte[] bytes = Files.readAllBytes(path);
        Files.delete(path);
        return bytes;
    }

    /**
     * Header, L1, L2, a cluster of data, a snapshot table and a snapshot's L1 table in clusters 0
     * to 5.
     */
    private static byte[] handMade(int clusterBits, boolean extended) {
        int cluster = 1 << clusterBits;
        ByteBuffer bytes = ByteBuffer.allocate(6 * cluster);
        bytes.putInt(0x514649fb)
                .putInt(3)
                .putLong(0)
                .putInt(0)
                .putInt(clusterBits)
                .putLong(4L * cluster);
        bytes.putInt(0)
                .putInt(1)
                .putLong(cluster)
                .putLong(0)
                .putInt(0)
                .putInt(1)
                .putLong(4L * cluster);
        bytes.putLong(extended ? 16 : 0).putLong(0).putLong(0).putInt(4).putInt(104);
        bytes.putLong(cluster, 2L * cluster);
        bytes.putLong(2 * cluster, 3L * cluster);
        if (extended) {
            bytes.putLong(2 * cluster + 8, 0x0000_fff0_0000_000fL);
        } else {
            bytes.putLong(2 * cluster + 8, 1);
        }
        bytes.position(4 * cluster);
        bytes.putLong(5L * cluster).putInt(1).putShort((short) 1).putShort((short) 4);
        bytes.putInt(1).putInt(2).putLong(3).putInt(0).putInt(16).putLong(0).putLong(3L * cluster);
        bytes.put((byte) '1').put(new byte[] {'n', 'a', 'm', 'e'});
        bytes.putLong(5 * cluster, 2L * cluster);
        return bytes.array();
    }
}
