package io.colama.inspect.sqlite;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;

/** Numbers of one to nine bytes, big-endian, seven bits a byte and eight in the last of nine. */
final class Varint {

    private static final int MOST = 8;

    private Varint() {}

    static long read(ByteBuffer bytes) throws ImageException {
        long value = 0;
        for (int i = 0; i <= MOST; i++) {
            if (!bytes.hasRemaining()) {
                throw new ImageException.Damaged("a number of a database that does not end found");
            }
            int one = bytes.get();
            if (i == MOST) {
                return value << 8 | (one & 0xff);
            }
            value = value << 7 | (one & 0x7f);
            if (one >= 0) {
                return value;
            }
        }
        return value;
    }
}
