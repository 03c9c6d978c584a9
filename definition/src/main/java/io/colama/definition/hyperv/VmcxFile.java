package io.colama.definition.hyperv;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The storage of keys in a {@code .vmcx}: two headers, of which the newer counts, a table of
 * objects at 0x2000, and tables of keys. All numbers are little-endian and packed.
 */
final class VmcxFile {

    static final Bound BYTES = new Bound("bytes of a .vmcx", 64 << 20);
    static final Bound OBJECTS = new Bound("objects of a .vmcx", 65_536);
    static final Bound KEYS = new Bound("keys of a .vmcx", 500_000);

    private static final int HEADER = 0x01282014;
    private static final int SECOND_HEADER_AT = 0x1000;
    private static final int OBJECT_TABLE = 0x01110001;
    private static final int OBJECT_TABLE_AT = 0x2000;
    private static final int OBJECT_ENTRY_BYTES = 18;
    private static final int KEY_TABLE = 2;
    private static final int KEY_TABLE_HEADER_BYTES = 10;
    private static final int KEY_HEADER_BYTES = 21;
    private static final int VERSION = 0x400;
    private static final int MAX_DEPTH = 64;
    private static final int IN_FILE_OBJECT = 0x100;

    /** Where a key is: the number of its table and its offset there. */
    private record Place(int table, long offset) {}

    private record Key(Node node, Optional<Place> parent) {}

    private record Table(int index, int sequence, int at, int size) {}

    private final String what;
    private final ByteBuffer bytes;
    private final Map<Integer, Table> tables = new LinkedHashMap<>();
    private final Map<Place, Key> keys = new LinkedHashMap<>();

    private VmcxFile(String what, byte[] content) {
        this.what = what;
        this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean recognizes(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        return content.length > OBJECT_TABLE_AT + 8
                && (bytes.getInt(0) == HEADER || bytes.getInt(SECOND_HEADER_AT) == HEADER)
                && bytes.getInt(OBJECT_TABLE_AT) == OBJECT_TABLE;
    }

    static Node read(String what, byte[] content) throws DefinitionException {
        BYTES.check(what, content.length);
        if (!recognizes(content)) {
            throw new DefinitionException.NotThisFormat(
                    what + ": no signature 0x%08x of a .vmcx found".formatted(HEADER));
        }
        try {
            return new VmcxFile(what, content).read();
        } catch (IndexOutOfBoundsException outside) {
            throw new DefinitionException.Damaged(
                    what + ": a table reaches past the end at 0x%x".formatted(content.length),
                    outside);
        }
    }

    private Node read() throws DefinitionException {
        version();
        objects();
        for (Table table : tables.values()) {
            keys(table);
        }
        return tree();
    }

    private void version() throws DefinitionException {
        boolean second =
                bytes.getInt(SECOND_HEADER_AT) == HEADER
                        && (bytes.getInt(0) != HEADER
                                || bytes.getShort(SECOND_HEADER_AT + 8) > bytes.getShort(8));
        int version = bytes.getInt((second ? SECOND_HEADER_AT : 0) + 10);
        if (version != VERSION) {
            throw new DefinitionException.Unsupported(
                    what
                            + ": version 0x%x of .vmcx found, 0x%x is read; export the machine with a"
                                    .formatted(version, VERSION)
                            + " newer Hyper-V");
        }
    }

    private void objects() throws DefinitionException {
        long count = OBJECTS.check(what, Integer.toUnsignedLong(bytes.getInt(OBJECT_TABLE_AT + 4)));
        for (int i = 0; i < count; i++) {
            int at = OBJECT_TABLE_AT + 8 + i * OBJECT_ENTRY_BYTES;
            boolean allocated = bytes.get(at + 17) != 0;
            int type = bytes.get(at);
            if (allocated && type == 1) {
                long other = bytes.getLong(at + 5);
                if (other != OBJECT_TABLE_AT) {
                    throw new DefinitionException.Unsupported(
                            what + ": a .vmcx with more than one table of objects is not read");
                }
            }
            if (allocated && type == 2) {
                table(bytes.getLong(at + 5), Integer.toUnsignedLong(bytes.getInt(at + 13)));
            }
        }
    }

    /** Of tables with one number the newest counts. */
    private void table(long offset, long size) throws DefinitionException {
        int at = position(offset, size);
        if (bytes.getShort(at) != KEY_TABLE) {
            throw new DefinitionException.Damaged(
                    what + ": no table of keys found at 0x%x".formatted(offset));
        }
        int index = Short.toUnsignedInt(bytes.getShort(at + 2));
        int sequence = Short.toUnsignedInt(bytes.getShort(at + 4));
        Table known = tables.get(index);
        if (known == null || known.sequence() < sequence) {
            tables.put(index, new Table(index, sequence, at, (int) size));
        }
    }

    private int position(long offset, long size) throws DefinitionException {
        if (offset < 0 || offset > bytes.capacity() || size > bytes.capacity() - offset) {
            throw new DefinitionException.Damaged(
                    what
                            + ": %d bytes at 0x%x reach past the end at 0x%x"
                                    .formatted(size, offset, bytes.capacity()));
        }
        return (int) offset;
    }

    private void keys(Table table) throws DefinitionException {
        int offset = KEY_TABLE_HEADER_BYTES;
        while (offset + KEY_HEADER_BYTES <= table.size()) {
            int at = table.at() + offset;
            long size = Integer.toUnsignedLong(bytes.getInt(at + 2));
            if (size < KEY_HEADER_BYTES || size > table.size() - offset) {
                if (size == 0) {
                    return;
                }
                throw new DefinitionException.Damaged(
                        what + ": a key of %d bytes found at 0x%x".formatted(size, at));
            }
            int type = bytes.getShort(at) & 0xFF;
            if (type != 1) {
                KEYS.check(what, keys.size() + 1L);
                int parentTable = Short.toUnsignedInt(bytes.getShort(at + 6));
                long parentOffset = Integer.toUnsignedLong(bytes.getInt(at + 8));
                Optional<Place> parent =
                        parentTable == 0
                                ? Optional.empty()
                                : Optional.of(new Place(parentTable, parentOffset));
                keys.put(new Place(table.index(), offset), new Key(node(at, (int) size), parent));
            }
            offset += (int) size;
        }
    }

    private Node node(int at, int size) throws DefinitionException {
        int nameLength = bytes.get(at + 20) & 0xFF;
        int data = at + KEY_HEADER_BYTES + nameLength;
        int end = at + size;
        if (nameLength == 0 || data > end) {
            throw new DefinitionException.Damaged(
                    what + ": the name of the key at 0x%x is longer than the key".formatted(at));
        }
        String name = text(at + KEY_HEADER_BYTES, nameLength - 1, StandardCharsets.UTF_8);
        return new Node(name, value(Short.toUnsignedInt(bytes.getShort(at)), data, end));
    }

    private String value(int type, int data, int end) throws DefinitionException {
        return switch (type & 0xFF) {
            case 3 -> Long.toString(bytes.getLong(data));
            case 4 -> Long.toUnsignedString(bytes.getLong(data));
            case 6 -> string((type & IN_FILE_OBJECT) != 0, data, end);
            case 8 -> Boolean.toString(bytes.getInt(data) != 0);
            default -> "";
        };
    }

    /** Long strings are elsewhere, and the key has their length and place. */
    private String string(boolean elsewhere, int data, int end) throws DefinitionException {
        long length = Integer.toUnsignedLong(bytes.getInt(data));
        int at = elsewhere ? position(bytes.getLong(data + 4), length) : data + 4;
        if (!elsewhere && length > end - at) {
            throw new DefinitionException.Damaged(
                    what + ": the string at 0x%x is longer than its key".formatted(data));
        }
        return text(at, (int) length, StandardCharsets.UTF_16LE).replace("\0", "");
    }

    private String text(int at, int length, Charset charset) {
        byte[] text = new byte[length];
        bytes.get(at, text);
        return new String(text, charset);
    }

    /** Keys below their parents; what has a parent that is none, or itself, is left out. */
    private Node tree() {
        Node root = new Node("", "");
        keys.forEach((place, key) -> {
            if (!leadsToTheRoot(place)) {
                return;
            }
            Node parent =
                    key.parent()
                            .flatMap(p -> Optional.ofNullable(keys.get(p)))
                            .map(Key::node)
                            .orElse(root);
            parent.children().add(key.node());
        });
        return root;
    }

    /** Whether the parents of a key end, and not in a circle or nowhere. */
    private boolean leadsToTheRoot(Place place) {
        Optional<Place> here = Optional.of(place);
        for (int depth = 0; depth <= MAX_DEPTH; depth++) {
            Key key = keys.get(here.get());
            if (key == null) {
                return false;
            }
            here = key.parent();
            if (here.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
