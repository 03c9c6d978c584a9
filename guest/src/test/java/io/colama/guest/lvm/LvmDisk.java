package io.colama.guest.lvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Physical volumes made by hand: a label, one area of text at 4 KiB, extents from 1 MiB on. */
final class LvmDisk {

    static final int SIZE = 4 << 20;
    static final int EXTENTS_AT = 1 << 20;
    static final int EXTENT = 64 << 10;

    private static final int AREA_AT = 4096;
    private static final int AREA = EXTENTS_AT - AREA_AT;
    private static final int SECTOR = 512;

    private LvmDisk() {}

    /** The identifier of a physical volume, without dashes. */
    static String id(int number) {
        return "physical0volume0with0number0000" + number;
    }

    /** The text of group {@code vg} with physical volumes {@code pv0} and on. */
    static String text(int number, int physical, String logical) {
        StringBuilder text = new StringBuilder("vg {\nid = \"group\"\nseqno = " + number);
        text.append("\nextent_size = 128 # 64 KiB\nphysical_volumes {\n");
        for (int i = 0; i < physical; i++) {
            text.append("pv%d {\nid = \"%s\"\n".formatted(i, id(i)));
            text.append(
                    "device = \"/dev/\\\"odd # } name\\\"\"\npe_start = 2048\npe_count = 48\n}\n");
        }
        return text
                + "}\nlogical_volumes {\n"
                + logical
                + "}\n}\ncontents = \"Text\"\nversion = 1\n";
    }

    /** A visible volume of one segment. */
    static String volume(String name, String type, int extents, String rest) {
        return volume(name, "\"READ\", \"VISIBLE\"", type, extents, rest);
    }

    /** A volume of one segment that people do not see. */
    static String hidden(String name, String type, int extents, String rest) {
        return volume(name, "\"READ\"", type, extents, rest);
    }

    private static String volume(
            String name, String status, String type, int extents, String rest) {
        return """
        %s {
        id = "%s"
        status = [%s]
        segment_count = 1
        segment1 {
        start_extent = 0
        extent_count = %d
        type = "%s"
        %s
        }
        }
        """
                .formatted(name, name, status, extents, type, rest);
    }

    /** Writes label and text into {@code disk}; the text starts at {@code textAt} of its area. */
    static byte[] label(byte[] disk, int number, byte[] text, int textAt) {
        ByteBuffer bytes = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(disk, 0, AREA_AT + SECTOR, (byte) 0);
        put(bytes, SECTOR, "LABELONE");
        bytes.putLong(SECTOR + 8, 1).putInt(SECTOR + 20, 32);
        put(bytes, SECTOR + 24, "LVM2 001");
        put(bytes, SECTOR + 32, id(number));
        bytes.putLong(SECTOR + 64, SIZE).putLong(SECTOR + 72, EXTENTS_AT);
        bytes.putLong(SECTOR + 104, AREA_AT).putLong(SECTOR + 112, AREA);
        ByteBuffer label = bytes.slice(SECTOR, SECTOR);
        bytes.putInt(SECTOR + 16, (int) PhysicalVolume.crc(label, 20, SECTOR));
        put(bytes, AREA_AT + 4, " LVM2 x[5A%r0N*>");
        bytes.putInt(AREA_AT + 20, 1).putLong(AREA_AT + 24, AREA_AT).putLong(AREA_AT + 32, AREA);
        bytes.putLong(AREA_AT + 40, textAt).putLong(AREA_AT + 48, text.length);
        bytes.putInt(AREA_AT + 56, (int) PhysicalVolume.crc(ByteBuffer.wrap(text), 0, text.length));
        int first = Math.min(text.length, AREA - textAt);
        bytes.put(AREA_AT + textAt, text, 0, first);
        bytes.put(AREA_AT + SECTOR, text, first, text.length - first);
        ByteBuffer area = bytes.slice(AREA_AT, SECTOR);
        bytes.putInt(AREA_AT, (int) PhysicalVolume.crc(area, 4, SECTOR));
        return disk;
    }

    static byte[] label(byte[] disk, int number, String text) {
        return label(disk, number, text.getBytes(StandardCharsets.UTF_8), SECTOR);
    }

    private static void put(ByteBuffer bytes, int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
