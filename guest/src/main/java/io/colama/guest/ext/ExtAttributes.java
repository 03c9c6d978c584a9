package io.colama.guest.ext;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the extended attributes of an inode, from its spare bytes and from its block. */
final class ExtAttributes {

    /** The attribute that holds what does not fit into the inode of an inline file. */
    static final String INLINE_DATA = "system.data";

    private static final int MAGIC = 0xea020000;
    private static final int BLOCK_HEADER = 32;
    private static final int SPARE_HEADER = 4;
    private static final int ENTRY = 16;
    private static final int ALIGNMENT = 4;
    private static final Limit VALUE_BYTES = new Limit("bytes of an attribute", 16 << 20);

    private final ExtVolume volume;
    private final ExtInode inode;
    private final String what;
    private final SortedMap<String, byte[]> found = new TreeMap<>();

    private ExtAttributes(ExtVolume volume, ExtInode inode) {
        this.volume = volume;
        this.inode = inode;
        this.what = "attributes of inode " + inode.number();
    }

    static SortedMap<String, byte[]> of(ExtVolume volume, ExtInode inode) throws IOException {
        ExtAttributes reading = new ExtAttributes(volume, inode);
        ByteBuffer spare = inode.spare();
        if (spare.limit() >= SPARE_HEADER && spare.getInt(0) == MAGIC) {
            reading.read(spare, SPARE_HEADER, SPARE_HEADER);
        }
        if (inode.attributeBlock() != 0) {
            ByteBuffer block = volume.block(inode.attributeBlock(), reading.what);
            if (block.getInt(0) != MAGIC) {
                throw new ImageException.Damaged(
                        "%s: a block with signature 0x%x found, 0x%x expected"
                                .formatted(reading.what, block.getInt(0), MAGIC));
            }
            reading.read(block, BLOCK_HEADER, 0);
        }
        return reading.found;
    }

    /**
     * @param first where the entries start
     * @param base what the places of values are counted from
     */
    private void read(ByteBuffer area, int first, int base) throws IOException {
        int at = first;
        while (area.limit() - at >= ENTRY && area.getInt(at) != 0) {
            int nameLength = area.get(at) & 0xff;
            int index = area.get(at + 1) & 0xff;
            long valueAt = base + (area.getShort(at + 2) & 0xffffL);
            long valueInode = area.getInt(at + 4) & 0xffff_ffffL;
            int size = VALUE_BYTES.checkInt(area.getInt(at + 8) & 0xffff_ffffL);
            if (nameLength > area.limit() - at - ENTRY
                    || (valueInode == 0 && size > 0 && valueAt + size > area.limit())) {
                throw new ImageException.Damaged(
                        "%s: a name of %d bytes and a value of %d at 0x%x of %d bytes found"
                                .formatted(what, nameLength, size, valueAt, area.limit()));
            }
            byte[] value = new byte[size];
            if (valueInode != 0) {
                readInode(valueInode, value);
            } else if (size > 0) {
                area.get((int) valueAt, value);
            }
            String name = GuestName.decode(area.slice(at + ENTRY, nameLength));
            found.putIfAbsent(prefix(index) + name, value);
            at += Math.ceilDiv(ENTRY + nameLength, ALIGNMENT) * ALIGNMENT;
        }
    }

    private void readInode(long number, byte[] value) throws IOException {
        ExtInode holder = volume.inode(number);
        if (number == inode.number() || holder.isInline() || holder.sizeBytes() < value.length) {
            throw new ImageException.Damaged(
                    "%s: inode %d of %d bytes holds a value of %d"
                            .formatted(what, number, holder.sizeBytes(), value.length));
        }
        FileMap.of(volume, holder).over(volume.content(), what).read(0, ByteBuffer.wrap(value));
    }

    private static String prefix(int index) {
        return switch (index) {
            case 1 -> "user.";
            case 2 -> "system.posix_acl_access";
            case 3 -> "system.posix_acl_default";
            case 4 -> "trusted.";
            case 6 -> "security.";
            case 7 -> "system.";
            case 8 -> "system.richacl";
            default -> "";
        };
    }

    /** All of what an inline inode holds: the bytes of its map, then those of the attribute. */
    static ByteBuffer inline(ExtVolume volume, ExtInode inode) throws IOException {
        byte[] rest = of(volume, inode).getOrDefault(INLINE_DATA, new byte[0]);
        return ByteBuffer.allocate(ExtInode.MAP_BYTES + rest.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(inode.map())
                .put(rest)
                .flip();
    }
}
