package io.colama.inspect.version;

import java.io.ByteArrayOutputStream;

/** A sort key under construction. */
final class KeyBytes {

    private static final int FULL = 0xff;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(48);

    void rank(int rank) {
        bytes.write(rank);
    }

    /** A count that may be as large as a version is long. */
    void count(int count) {
        int left = count;
        while (left >= FULL) {
            bytes.write(FULL);
            left -= FULL;
        }
        bytes.write(left);
    }

    /** Digits by their value, however many there are; none are zero. */
    void number(VersionText digits) {
        while (digits.peek() == '0') {
            digits.next();
        }
        count(digits.remaining());
        while (!digits.atEnd()) {
            bytes.write(digits.next());
        }
    }

    /** Bytes in their own order, a beginning of another word before it. None may be zero. */
    void word(VersionText word) {
        while (!word.atEnd()) {
            bytes.write(word.next());
        }
        bytes.write(0);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
