package io.colama.inspect.sqlite;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a table.
 *
 * @param id its number
 * @param values its columns
 */
public record SqliteRow(long id, List<Value> values) {

    private static final int MOST_COLUMNS = 32_767;
    private static final int FIRST_BYTES = 12;

    /** Copies the list. */
    public SqliteRow {
        values = List.copyOf(values);
    }

    /**
     * A column of a row.
     *
     * @param number its value as a whole number; 0 for all else
     * @param bytes of a text or blob; empty for all else
     */
    public record Value(long number, ByteBuffer bytes) {

        /** The bytes as UTF-8. */
        public String text() {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }
    }

    static SqliteRow parse(long id, ByteBuffer payload) throws ImageException {
        long header = Varint.read(payload);
        if (header < payload.position() || header > payload.limit()) {
            throw new ImageException.Damaged(
                    "a row with a head of %d bytes in %d found".formatted(header, payload.limit()));
        }
        ByteBuffer types = payload.duplicate().limit((int) header);
        ByteBuffer body = payload.duplicate().position((int) header);
        List<Value> values = new ArrayList<>();
        while (types.hasRemaining() && values.size() < MOST_COLUMNS) {
            values.add(value(Varint.read(types), body));
        }
        return new SqliteRow(id, values);
    }

    private static Value value(long type, ByteBuffer body) throws ImageException {
        if (type >= FIRST_BYTES) {
            long length = (type - FIRST_BYTES) / 2;
            check(length, body);
            ByteBuffer bytes = body.slice(body.position(), (int) length);
            body.position(body.position() + (int) length);
            return new Value(0, bytes);
        }
        int length =
                switch ((int) type) {
                    case 1, 2, 3, 4 -> (int) type;
                    case 5 -> 6;
                    case 6, 7 -> 8;
                    default -> 0;
                };
        check(length, body);
        long number = type == 9 ? 1 : 0;
        for (int i = 0; i < length; i++) {
            int one = body.get();
            number = i == 0 ? one : number << 8 | (one & 0xff);
        }
        return new Value(type == 7 ? 0 : number, ByteBuffer.allocate(0));
    }

    private static void check(long length, ByteBuffer body) throws ImageException {
        if (length < 0 || length > body.remaining()) {
            throw new ImageException.Damaged(
                    "a column of %d bytes found where %d are left"
                            .formatted(length, body.remaining()));
        }
    }
}
