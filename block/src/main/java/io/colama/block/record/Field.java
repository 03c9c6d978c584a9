package io.colama.block.record;

import io.colama.block.ImageException;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** One component of a record and its place on disk. */
record Field(String name, Place place, int at, int length, String expected, MethodHandle accessor) {

    /** The kinds of fields, with the Java type of each. */
    enum Place {
        MAGIC(String.class),
        U8(int.class),
        U16(int.class),
        U32(long.class),
        U64(long.class),
        BYTES(ByteBuffer.class),
        ASCII(String.class);

        private final Class<?> type;

        Place(Class<?> type) {
            this.type = type;
        }
    }

    static Field of(MethodHandles.Lookup lookup, RecordComponent component)
            throws IllegalAccessException {
        Annotation[] marks = component.getAnnotations();
        MethodHandle accessor = lookup.unreflect(component.getAccessor());
        Field found = null;
        for (Annotation mark : marks) {
            Field field = of(mark, component.getName(), accessor);
            if (field == null) {
                continue;
            }
            if (found != null) {
                throw new IllegalArgumentException(component + " has two places");
            }
            found = field;
        }
        if (found == null) {
            throw new IllegalArgumentException(component + " has no place");
        }
        if (found.place.type != component.getType()) {
            throw new IllegalArgumentException(
                    component
                            + " is marked "
                            + found.place
                            + " and must be a "
                            + found.place.type.getName());
        }
        return found;
    }

    private static @org.jspecify.annotations.Nullable Field of(
            Annotation mark, String name, MethodHandle accessor) {
        return switch (mark) {
            case Magic m ->
                    new Field(name, Place.MAGIC, m.at(), m.value().length(), m.value(), accessor);
            case U8 u -> new Field(name, Place.U8, u.at(), 1, "", accessor);
            case U16 u -> new Field(name, Place.U16, u.at(), 2, "", accessor);
            case U32 u -> new Field(name, Place.U32, u.at(), 4, "", accessor);
            case U64 u -> new Field(name, Place.U64, u.at(), 8, "", accessor);
            case Bytes b -> new Field(name, Place.BYTES, b.at(), b.length(), "", accessor);
            case Ascii a -> new Field(name, Place.ASCII, a.at(), a.length(), "", accessor);
            default -> null;
        };
    }

    String kindName() {
        return switch (place) {
            case MAGIC -> "magic";
            case U8 -> "u8";
            case U16 -> "u16";
            case U32 -> "u32";
            case U64 -> "u64";
            case BYTES -> "bytes";
            case ASCII -> "ascii";
        };
    }

    Object read(ByteBuffer bytes, String what) throws ImageException {
        return switch (place) {
            case MAGIC -> readMagic(bytes, what);
            case U8 -> Byte.toUnsignedInt(bytes.get(at));
            case U16 -> Short.toUnsignedInt(bytes.getShort(at));
            case U32 -> Integer.toUnsignedLong(bytes.getInt(at));
            case U64 -> bytes.getLong(at);
            case BYTES -> copy(bytes).asReadOnlyBuffer();
            case ASCII -> text(bytes);
        };
    }

    private ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(length).put(0, bytes, at, length);
    }

    private String readMagic(ByteBuffer bytes, String what) throws ImageException {
        String found = new String(copy(bytes).array(), StandardCharsets.ISO_8859_1);
        if (!found.equals(expected)) {
            throw new ImageException.NotThisFormat(
                    "%s: signature %s found at 0x%x, %s expected"
                            .formatted(what, hex(found), at, hex(expected)));
        }
        return found;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String text(ByteBuffer bytes) {
        byte[] raw = copy(bytes).array();
        int end = raw.length;
        while (end > 0 && (raw[end - 1] == 0 || raw[end - 1] == ' ')) {
            end--;
        }
        return new String(raw, 0, end, StandardCharsets.ISO_8859_1);
    }

    void write(Record owner, ByteBuffer bytes) {
        Object value = value(owner);
        switch (place) {
            case MAGIC -> bytes.put(at, expected.getBytes(StandardCharsets.ISO_8859_1));
            case U8 -> bytes.put(at, (byte) number(value, 0xff));
            case U16 -> bytes.putShort(at, (short) number(value, 0xffff));
            case U32 -> bytes.putInt(at, (int) number(value, 0xffff_ffffL));
            case U64 -> bytes.putLong(at, (Long) value);
            case BYTES -> {
                ByteBuffer content = (ByteBuffer) value;
                bytes.put(at, content, content.position(), fit(content.remaining()));
            }
            case ASCII -> {
                byte[] content = ((String) value).getBytes(StandardCharsets.ISO_8859_1);
                bytes.put(at, content, 0, fit(content.length));
            }
        }
    }

    private Object value(Record owner) {
        try {
            return accessor.invoke(owner);
        } catch (RuntimeException | Error own) {
            throw own;
        } catch (Throwable checked) {
            throw new IllegalStateException(name + " cannot be read", checked);
        }
    }

    private long number(Object value, long max) {
        long number = ((Number) value).longValue();
        if (number < 0 || number > max) {
            throw new IllegalArgumentException(
                    name + " is " + number + ", at most " + max + " fits");
        }
        return number;
    }

    private int fit(int bytes) {
        if (bytes > length) {
            throw new IllegalArgumentException(
                    name + " has " + bytes + " bytes, " + length + " fit");
        }
        return bytes;
    }
}
