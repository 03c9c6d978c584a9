package io.colama.guest.btrfs;

import java.nio.ByteBuffer;
import java.util.Comparator;

/**
 * What an item of a tree is found by. The numbers are unsigned.
 *
 * @param object what the item belongs to, often an inode's number
 * @param type what it is
 * @param offset its place among those of its type
 */
record Key(long object, int type, long offset) implements Comparable<Key> {

    static final int BYTES = 17;
    static final int INODE = 1;
    static final int INODE_REF = 12;
    static final int ATTRIBUTE = 24;
    static final int NAME = 84;
    static final int NAME_INDEX = 96;
    static final int EXTENT = 108;
    static final int ROOT = 132;
    static final int ROOT_BACK_REF = 144;
    static final int ROOT_REF = 156;
    static final int CHUNK = 228;

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::object, Long::compareUnsigned)
                    .thenComparingInt(Key::type)
                    .thenComparing(Key::offset, Long::compareUnsigned);

    /** The key at a place of little-endian bytes. */
    static Key at(ByteBuffer bytes, int at) {
        return new Key(bytes.getLong(at), bytes.get(at + 8) & 0xff, bytes.getLong(at + 9));
    }

    /** Whether it is of this object and type. */
    boolean is(long wantedObject, int wantedType) {
        return object == wantedObject && type == wantedType;
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "(%s %d %s)"
                .formatted(Long.toUnsignedString(object), type, Long.toUnsignedString(offset));
    }
}
