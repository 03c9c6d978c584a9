package io.colama.disk.parallels;

import io.colama.block.Zeros;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Parallels images made by hand, clusters out of order. */
public final class ParallelsBytes {

    private static final int SECTOR = 512;
    private static final int HEADER = 64;

    private ParallelsBytes() {}

    /** An image of {@code content}, whole sectors, with clusters of 32 KiB, by clusters. */
    public static byte[] of(byte[] content, RandomGenerator random) {
        return of(content, random, 64, false);
    }

    /** An image of {@code content}; clusters of zeros are left out. */
    public static byte[] of(
            byte[] content, RandomGenerator random, int clusterSectors, boolean bySectors) {
        int cluster = clusterSectors * SECTOR;
        int clusters = Math.ceilDiv(content.length, cluster);
        int table = HEADER + clusters * Integer.BYTES;
        int unit = bySectors ? SECTOR : cluster;
        int data = Math.ceilDiv(table, unit) * unit;
        ByteBuffer image =
                ByteBuffer.allocate(data + clusters * cluster).order(ByteOrder.LITTLE_ENDIAN);
        String magic = bySectors ? "WithoutFreeSpace" : "WithouFreSpacExt";
        image.put(magic.getBytes(StandardCharsets.US_ASCII));
        image.putInt(2).putInt(16).putInt(1).putInt(clusterSectors).putInt(clusters);
        image.putLong(content.length / SECTOR).putInt(0x312e3276).putInt(data / SECTOR);
        int end = data;
        for (int index : shuffled(clusters, random)) {
            byte[] bytes = Arrays.copyOfRange(content, index * cluster, (index + 1) * cluster);
            if (!Zeros.are(ByteBuffer.wrap(bytes), 0, cluster)) {
                image.putInt(HEADER + index * Integer.BYTES, end / unit);
                image.put(end, bytes);
                end += cluster;
            }
        }
        return Arrays.copyOf(image.array(), end);
    }

    private static List<Integer> shuffled(int count, RandomGenerator random) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        Collections.shuffle(all, Random.from(random));
        return all;
    }
}
