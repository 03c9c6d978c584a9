package io.colama.guest.squashfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the extended attributes of an inode. */
final class SquashAttributes {

    private static final Limit VALUE_BYTES = new Limit("bytes of an attribute", 1 << 16);
    private static final Limit ALL_BYTES = new Limit("bytes of all attributes", 16 << 20);
    private static final Limit COUNT = new Limit("attributes of a file", 1 << 16);
    private static final int HEADER = 16;
    private static final int ENTRY = 16;
    private static final int ELSEWHERE = 0x100;
    private static final int SPACE = 0xff;

    private SquashAttributes() {}

    static SortedMap<String, byte[]> of(SquashVolume volume, SquashInode inode) throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        long table = volume.superblock().attributeTable();
        long number = inode.extended();
        if (number == SquashInode.NONE || table == -1) {
            return found;
        }
        String what = "attributes of inode " + inode.attributes().id();
        ByteBuffer header = volume.read(table, HEADER, what);
        long base = header.getLong(0);
        long known = header.getInt(8) & 0xffff_ffffL;
        ByteBuffer entry = volume.entry(table + HEADER, number, known, ENTRY, what);
        MetadataReader reader = at(volume, base, entry.getLong(0), what);
        int count = COUNT.checkInt(entry.getInt(8) & 0xffff_ffffL);
        long total = 0;
        for (int i = 0; i < count; i++) {
            int type = reader.u16();
            String name = prefix(type & SPACE) + GuestName.decode(reader.take(reader.u16()));
            byte[] value = value(reader);
            if ((type & ELSEWHERE) != 0) {
                if (value.length != Long.BYTES) {
                    throw new ImageException.Damaged(
                            "%s: a reference of %d bytes found".formatted(what, value.length));
                }
                long reference = Long.reverseBytes(ByteBuffer.wrap(value).getLong());
                value = value(at(volume, base, reference, what));
            }
            total = ALL_BYTES.check(total + name.length() + value.length);
            found.putIfAbsent(name, value);
        }
        return found;
    }

    private static MetadataReader at(SquashVolume volume, long base, long reference, String what) {
        return new MetadataReader(
                volume, base + (reference >>> 16), (int) (reference & 0xffff), what);
    }

    private static byte[] value(MetadataReader reader) throws IOException {
        return reader.take(VALUE_BYTES.checkInt(reader.u32())).array();
    }

    private static String prefix(int space) {
        return switch (space) {
            case 0 -> "user.";
            case 1 -> "trusted.";
            case 2 -> "security.";
            default -> "";
        };
    }
}
