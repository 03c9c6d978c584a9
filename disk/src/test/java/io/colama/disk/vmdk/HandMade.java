package io.colama.disk.vmdk;

import io.colama.block.Zeros;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sparse extents made by hand, grains out of order, zeros sometimes there and sometimes not. */
final class HandMade {

    static final int SECTOR = 512;

    private HandMade() {}

    /** A descriptor of one extent. */
    static String descriptor(
            String type, String parentCid, long sectors, String kind, String file) {
        return """
        # Disk DescriptorFile
        version=1
        CID=12345678
        parentCID=%s
        createType="%s"
        RW %d %s "%s"
        """
                .formatted(parentCid, type, sectors, kind, file);
    }

    /** The grains that are stored, in an order of chance. */
    private static List<Integer> stored(byte[] content, int grain, RandomGenerator random) {
        ByteBuffer all = ByteBuffer.wrap(content);
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at < content.length; at += grain) {
            int length = Math.min(grain, content.length - at);
            if (!Zeros.are(all, at, length) || random.nextInt(4) == 0) {
                found.add(at / grain);
            }
        }
        Collections.shuffle(found, random);
        return found;
    }

    /**
     * A hosted extent with two directories, small tables, and marks for some of the zero grains.
     */
    static byte[] hosted(byte[] content, int grainSectors, int entries, RandomGenerator random) {
        int grain = grainSectors * SECTOR;
        int sectors = content.length / SECTOR;
        int grains = Math.ceilDiv(content.length, grain);
        int tables = Math.ceilDiv(grains, entries);
        int tableSectors = Math.ceilDiv(entries * 4, SECTOR);
        int directorySectors = Math.ceilDiv(tables * 4, SECTOR);
        int second = 4;
        int first = second + directorySectors + tables * tableSectors;
        int data = first + directorySectors + tables * tableSectors;
        List<Integer> stored = stored(content, grain, random);
        ByteBuffer bytes = little(data * SECTOR + stored.size() * grain);
        bytes.put(ascii("KDMV")).putInt(1).putInt(7).putLong(sectors).putLong(grainSectors);
        bytes.putLong(1).putLong(3).putInt(entries).putLong(second).putLong(first).putLong(data);
        bytes.put((byte) 0).put(ascii("\n \r\n"));
        bytes.put(
                SECTOR,
                ascii(descriptor("monolithicSparse", "ffffffff", sectors, "SPARSE", "x.vmdk")));
        for (int directory : new int[] {second, first}) {
            for (int t = 0; t < tables; t++) {
                int table = directory + directorySectors + t * tableSectors;
                bytes.putInt(directory * SECTOR + t * 4, table);
                for (int g = t * entries; g < Math.min(grains, (t + 1) * entries); g++) {
                    int index = stored.indexOf(g);
                    int entry = index >= 0 ? data + index * grainSectors : g % 2;
                    bytes.putInt(table * SECTOR + g % entries * 4, entry);
                }
            }
        }
        putGrains(bytes, data, content, grain, stored);
        return bytes.array();
    }

    /** An extent of ESX Server. */
    static byte[] esx(byte[] content, int grainSectors, RandomGenerator random) {
        int grain = grainSectors * SECTOR;
        int grains = Math.ceilDiv(content.length, grain);
        int tables = Math.ceilDiv(grains, 4096);
        int data = 5 + tables * 32;
        List<Integer> stored = stored(content, grain, random);
        ByteBuffer bytes = little(data * SECTOR + stored.size() * grain);
        bytes.put(ascii("COWD")).putInt(1).putInt(3).putInt(content.length / SECTOR);
        bytes.putInt(grainSectors).putInt(4).putInt(tables).putInt(data);
        for (int t = 0; t < tables; t++) {
            bytes.putInt(4 * SECTOR + t * 4, 5 + t * 32);
        }
        for (int i = 0; i < stored.size(); i++) {
            int place = 5 * SECTOR + stored.get(i) * 4; // tables lie behind each other
            bytes.putInt(place, data + i * grainSectors);
        }
        putGrains(bytes, data, content, grain, stored);
        return bytes.array();
    }

    /** A space-efficient extent; tables out of order, both kinds of zeros. */
    static byte[] spaceEfficient(byte[] content, RandomGenerator random) {
        int grain = 8 * SECTOR;
        int grains = Math.ceilDiv(content.length, grain);
        int tables = Math.ceilDiv(grains, 4096);
        int tablesAt = 3;
        int data = tablesAt + tables * 64;
        List<Integer> stored = stored(content, grain, random);
        ByteBuffer bytes = little(data * SECTOR + stored.size() * grain);
        bytes.putLong(0xcafebabeL).putLong(0x200000001L).putLong(content.length / SECTOR);
        bytes.putLong(8).putLong(64);
        bytes.putLong(80, 1).putLong(88, 1);
        bytes.putLong(128, 2).putLong(136, 1).putLong(144, tablesAt).putLong(152, tables * 64L);
        bytes.putLong(192, data).putLong(200, stored.size() * 8L);
        bytes.putLong(SECTOR, 0xcafecafeL);
        for (int t = 0; t < tables; t++) {
            bytes.putLong(2 * SECTOR + t * 8, 0x10000000_00000000L | (tables - 1 - t));
        }
        for (int g = 0; g < grains; g++) {
            long index = stored.indexOf(g);
            long entry =
                    index >= 0
                            ? 3L << 60 | (index & 0xfff) << 48 | index >>> 12
                            : (long) (g % 3) << 60;
            int table = tablesAt + (tables - 1 - g / 4096) * 64;
            bytes.putLong(table * SECTOR + g % 4096 * 8, entry);
        }
        putGrains(bytes, data, content, grain, stored);
        return bytes.array();
    }

    private static void putGrains(
            ByteBuffer bytes, int data, byte[] content, int grain, List<Integer> stored) {
        for (int i = 0; i < stored.size(); i++) {
            int from = stored.get(i) * grain;
            int length = Math.min(grain, content.length - from);
            bytes.put(data * SECTOR + i * grain, content, from, length);
        }
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
