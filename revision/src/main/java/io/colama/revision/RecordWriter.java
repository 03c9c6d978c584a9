package io.colama.revision;

import io.colama.store.Hash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes the fields of a record one after the other, big-endian: numbers, and bytes with a {@code
 * u32} length before.
 */
final class RecordWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RecordWriter u8(int value) {
        bytes.write(value);
        return this;
    }

    RecordWriter u32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
        return this;
    }

    RecordWriter u64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
        return this;
    }

    RecordWriter blob(byte[] value) {
        u32(value.length);
        bytes.writeBytes(value);
        return this;
    }

    RecordWriter text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    RecordWriter hash(Hash value) {
        bytes.writeBytes(value.toBytes());
        return this;
    }

    RecordWriter optionalHash(Optional<Hash> value) {
        return value.isEmpty() ? u8(0) : u8(1).hash(value.get());
    }

    /** Milliseconds since 1970. */
    RecordWriter time(Instant value) {
        return u64(value.toEpochMilli());
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
