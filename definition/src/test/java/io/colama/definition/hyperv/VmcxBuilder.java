package io.colama.definition.hyperv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes a {@code .vmcx} of a tree of keys: one table, strings over 100 characters elsewhere. */
final class VmcxBuilder {

    private static final int TABLE_AT = 0x4000;
    private static final int STRINGS_AT = 0x20000;

    private final ByteBuffer bytes = ByteBuffer.allocate(0x40000).order(ByteOrder.LITTLE_ENDIAN);
    private int key = 10;
    private int strings = STRINGS_AT;

    static byte[] of(Node root) {
        return new VmcxBuilder().build(root);
    }

    private byte[] build(Node root) {
        for (int at : new int[] {0, 0x1000}) {
            bytes.putInt(at, 0x01282014);
            bytes.putShort(at + 8, (short) (at == 0 ? 1 : 2));
            bytes.putInt(at + 10, 0x400);
        }
        bytes.putInt(0x2000, 0x01110001).putInt(0x2004, 2);
        bytes.put(0x2008, (byte) 6).put(0x2008 + 17, (byte) 1);
        int entry = 0x2008 + 18;
        bytes.put(entry, (byte) 2).putLong(entry + 5, TABLE_AT);
        bytes.putInt(entry + 13, 0x10000).put(entry + 17, (byte) 1);
        bytes.putShort(TABLE_AT, (short) 2).putShort(TABLE_AT + 2, (short) 1);
        root.children().forEach(child -> write(child, 0, 0));
        return bytes.array();
    }

    private void write(Node node, int parentTable, int parentOffset) {
        int own = key;
        int at = TABLE_AT + own;
        byte[] name = node.name().getBytes(StandardCharsets.UTF_8);
        byte[] value = node.value().getBytes(StandardCharsets.UTF_16LE);
        boolean leaf = node.children().isEmpty();
        boolean elsewhere = leaf && value.length > 200;
        int data = at + 21 + name.length + 1;
        bytes.putShort(at, (short) (leaf ? elsewhere ? 0x106 : 6 : 9));
        bytes.putShort(at + 6, (short) parentTable).putInt(at + 8, parentOffset);
        bytes.put(at + 20, (byte) (name.length + 1));
        bytes.put(at + 21, name);
        int length = 12;
        if (elsewhere) {
            bytes.putInt(data, value.length).putLong(data + 4, strings);
            bytes.put(strings, value);
            strings += value.length;
        } else if (leaf) {
            bytes.putInt(data, value.length).put(data + 4, value);
            length = 4 + value.length;
        }
        int size = data + length - at;
        bytes.putInt(at + 2, size);
        key += size;
        List.copyOf(node.children()).forEach(child -> write(child, 1, own));
    }
}
