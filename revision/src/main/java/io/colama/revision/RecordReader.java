package io.colama.revision;

import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Reads what {@link RecordWriter} wrote, every length checked. */
final class RecordReader {

    private final String name;
    private final ByteBuffer bytes;

    RecordReader(String name, byte[] bytes) {
        this.name = name;
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Reads a whole record. */
    interface Body<T> {
        /** Reads all fields. */
        T read(RecordReader in) throws StoreException.Damaged;
    }

    /** Reads a record that must end where its bytes end. */
    static <T> T whole(String name, byte[] bytes, Body<T> body) throws StoreException.Damaged {
        RecordReader in = new RecordReader(name, bytes);
        try {
            T value = body.read(in);
            if (in.bytes.hasRemaining()) {
                throw in.damaged(in.bytes.remaining() + " bytes too many");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new StoreException.Damaged(name + ": the record ends early", e);
        }
    }

    int u8() {
        return bytes.get() & 0xff;
    }

    int u32() {
        return bytes.getInt();
    }

    long u64() {
        return bytes.getLong();
    }

    /** A count of things that take at least {@code bytesEach} bytes. */
    int count(int bytesEach) throws StoreException.Damaged {
        int count = bytes.getInt();
        if (count < 0 || (long) count * bytesEach > bytes.remaining()) {
            throw damaged(count + " entries in " + bytes.remaining() + " bytes");
        }
        return count;
    }

    byte[] blob() throws StoreException.Damaged {
        byte[] value = new byte[count(1)];
        bytes.get(value);
        return value;
    }

    String text() throws StoreException.Damaged {
        byte[] value = blob();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            throw new StoreException.Damaged(name + ": a text is not UTF-8", e);
        }
    }

    Hash hash() {
        return Hash.from(bytes);
    }

    Optional<Hash> optionalHash() throws StoreException.Damaged {
        return switch (u8()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(hash());
            default -> throw damaged("a flag is neither 0 nor 1");
        };
    }

    Instant time() {
        return Instant.ofEpochMilli(bytes.getLong());
    }

    StoreException.Damaged damaged(String what) {
        return new StoreException.Damaged(name + ": " + what);
    }
}
