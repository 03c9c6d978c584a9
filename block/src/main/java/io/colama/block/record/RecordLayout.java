package io.colama.block.record;

import io.colama.block.ImageException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How a record lies on disk: reads it, writes it, prints it. Immutable, any thread.
 *
 * @param <R> a record type marked with {@link OnDisk}, every component marked with its place
 */
public final class RecordLayout<R extends Record> {

    private final Class<R> type;
    private final OnDisk table;
    private final List<Field> fields;
    private final MethodHandle constructor;

    private RecordLayout(
            Class<R> type, OnDisk table, List<Field> fields, MethodHandle constructor) {
        this.type = type;
        this.table = table;
        this.fields = List.copyOf(fields);
        this.constructor = constructor;
    }

    /**
     * The layout of {@code type}, checked: every component has one place and the Java type that
     * belongs to it, all lie inside the record and none overlaps another.
     *
     * @param lookup one that may see the record, {@code MethodHandles.lookup()} in the record
     *     itself
     * @throws IllegalArgumentException when the declaration breaks a rule
     */
    public static <R extends Record> RecordLayout<R> of(
            MethodHandles.Lookup lookup, Class<R> type) {
        OnDisk table = type.getAnnotation(OnDisk.class);
        if (table == null) {
            throw new IllegalArgumentException(type.getName() + " is not marked with @OnDisk");
        }
        List<Field> fields = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        try {
            for (RecordComponent component : components) {
                fields.add(Field.of(lookup, component));
            }
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<R> canonical = type.getDeclaredConstructor(types);
            MethodHandle constructor =
                    lookup.unreflectConstructor(canonical).asSpreader(Object[].class, types.length);
            checkPlaces(type, table.size(), fields);
            return new RecordLayout<>(type, table, fields, constructor);
        } catch (ReflectiveOperationException unseen) {
            throw new IllegalArgumentException(
                    type.getName() + " cannot be seen by the lookup", unseen);
        }
    }

    private static void checkPlaces(Class<?> type, int size, List<Field> fields) {
        int end = 0;
        for (Field field : inOrder(fields)) {
            if (field.at() < 0 || field.length() <= 0 || field.at() > size - field.length()) {
                throw new IllegalArgumentException(
                        "%s.%s lies outside the record of %d bytes"
                                .formatted(type.getName(), field.name(), size));
            }
            if (field.at() < end) {
                throw new IllegalArgumentException(
                        "%s.%s overlaps the field before it"
                                .formatted(type.getName(), field.name()));
            }
            end = field.at() + field.length();
        }
    }

    private static List<Field> inOrder(List<Field> fields) {
        return fields.stream().sorted(Comparator.comparingInt(Field::at)).toList();
    }

    /** How many bytes the record has on disk. */
    public int size() {
        return table.size();
    }

    /**
     * Reads a record from the buffer's position on; the position moves behind it.
     *
     * @param what the thing that is read, for messages: {@code "qcow2 header"}
     * @throws ImageException.NotThisFormat when a signature does not stand where it must
     * @throws ImageException.Damaged when fewer than {@link #size()} bytes remain
     */
    public R parse(ByteBuffer source, String what) throws ImageException {
        if (source.remaining() < size()) {
            throw new ImageException.Damaged(
                    "%s: %d bytes found, %d expected".formatted(what, source.remaining(), size()));
        }
        ByteBuffer bytes = source.slice(source.position(), size()).order(table.order().order());
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.get(i).read(bytes, what);
        }
        source.position(source.position() + size());
        try {
            return type.cast((Object) constructor.invoke(values));
        } catch (RuntimeException | Error own) {
            throw own;
        } catch (Throwable checked) {
            throw new IllegalStateException(type.getName() + " cannot be made", checked);
        }
    }

    /**
     * Writes a record at the buffer's position and moves behind it. Bytes that no field names
     * become zero.
     *
     * @throws IllegalArgumentException when a value does not fit its field
     * @throws java.nio.BufferOverflowException when fewer than {@link #size()} bytes remain
     */
    public void write(R value, ByteBuffer target) {
        ByteBuffer bytes = ByteBuffer.allocate(size()).order(table.order().order());
        for (Field field : fields) {
            field.write(value, bytes);
        }
        target.put(bytes.rewind());
    }

    /**
     * The layout as text, a field a line: offset, length, kind, name; unnamed gaps are shown as
     * reserved.
     */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s: %d bytes, %s endian, %s%n"
                        .formatted(
                                type.getSimpleName(),
                                size(),
                                table.order() == Endian.BIG ? "big" : "little",
                                table.source()));
        int end = 0;
        for (Field field : inOrder(fields)) {
            describeGap(text, end, field.at());
            text.append(
                    "%5d %5d  %-6s %s%n"
                            .formatted(field.at(), field.length(), field.kindName(), field.name()));
            end = field.at() + field.length();
        }
        describeGap(text, end, size());
        return text.toString();
    }

    private static void describeGap(StringBuilder text, int from, int to) {
        if (to > from) {
            text.append("%5d %5d  -      reserved%n".formatted(from, to - from));
        }
    }
}
