package io.colama.disk.qcow1;

import io.colama.block.Zeros;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.zip.Deflater;

/** Images of version 1 made by hand: clusters out of order, as they are and deflated. */
public final class QcowBytes {

    private static final int HEADER = 48;

    private QcowBytes() {}

    /** An image of {@code content} with clusters of 4 KiB and L2 tables of 512 entries. */
    public static byte[] of(byte[] content, RandomGenerator random) {
        return of(content, random, 12, 9);
    }

    /** An image of {@code content}; clusters of zeros are left out. */
    public static byte[] of(byte[] content, RandomGenerator random, int clusterBits, int l2Bits) {
        int cluster = 1 << clusterBits;
        int clusters = Math.ceilDiv(content.length, cluster);
        int tables = Math.ceilDiv(clusters, 1 << l2Bits);
        int tableBytes = Long.BYTES << l2Bits;
        int firstTable = align(HEADER + tables * Long.BYTES, cluster);
        ByteBuffer image =
                ByteBuffer.allocate(firstTable + tables * tableBytes + (clusters + 2) * cluster);
        image.putInt(0x514649fb).putInt(1).putLong(0).putInt(0).putInt(0).putLong(content.length);
        image.put((byte) clusterBits).put((byte) l2Bits).putShort((short) 0).putInt(0);
        image.putLong(HEADER);
        for (int i = 0; i < tables; i++) {
            image.putLong(firstTable + (long) i * tableBytes);
        }
        int end = align(firstTable + tables * tableBytes, cluster);
        for (int index : shuffled(clusters, random)) {
            int at = index * cluster;
            byte[] bytes = Arrays.copyOfRange(content, at, at + cluster);
            if (Zeros.are(ByteBuffer.wrap(bytes), 0, cluster)) {
                continue;
            }
            byte[] packed = random.nextBoolean() ? deflated(bytes) : bytes;
            long entry = end;
            if (packed.length < cluster) {
                entry |= 1L << 63 | (long) packed.length << (63 - clusterBits);
            } else {
                packed = bytes;
                end = align(end, cluster);
                entry = end;
            }
            image.putLong(firstTable + index * Long.BYTES, entry);
            image.put(end, packed);
            end += packed.length;
        }
        return Arrays.copyOf(image.array(), end);
    }

    private static byte[] deflated(byte[] bytes) {
        byte[] room = new byte[bytes.length];
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            int length = deflater.deflate(room);
            return Arrays.copyOf(room, deflater.finished() ? length : room.length);
        } finally {
            deflater.end();
        }
    }

    private static List<Integer> shuffled(int count, RandomGenerator random) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        Collections.shuffle(all, Random.from(random));
        return all;
    }

    private static int align(int value, int unit) {
        return Math.ceilDiv(value, unit) * unit;
    }
}
