package io.colama.nbd.tls;

import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/** Steps over elements of DER. Source: [X.690, 8.1]. */
final class DerReader {

    private static final int MOST_LENGTH_BYTES = 3;

    private final byte[] der;
    private final int end;
    private int at;

    DerReader(byte[] der) {
        this(der, 0, der.length);
    }

    private DerReader(byte[] der, int at, int end) {
        this.der = der;
        this.at = at;
        this.end = end;
    }

    /** Whether an element with this tag comes next. */
    boolean isAt(int tag) {
        return at < end && (der[at] & 0xff) == tag;
    }

    /** The content of the next element, which must have this tag; steps over it. */
    DerReader enter(int tag) throws InvalidKeySpecException {
        if (!isAt(tag)) {
            throw new InvalidKeySpecException("an element 0x%02x is expected".formatted(tag));
        }
        at++;
        int length = length();
        DerReader content = new DerReader(der, at, at + length);
        at += length;
        return content;
    }

    /** Steps over the next element. */
    void skip() throws InvalidKeySpecException {
        if (at >= end) {
            throw new InvalidKeySpecException("it ends too early");
        }
        enter(der[at] & 0xff);
    }

    /** All bytes from here on. */
    byte[] rest() {
        return Arrays.copyOfRange(der, at, end);
    }

    private int length() throws InvalidKeySpecException {
        int first = next();
        int length = first;
        if (first >= 0x80) {
            int count = first - 0x80;
            if (count == 0 || count > MOST_LENGTH_BYTES) {
                throw new InvalidKeySpecException("a length of %d bytes".formatted(count));
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | next();
            }
        }
        if (length > end - at) {
            throw new InvalidKeySpecException("an element is longer than what holds it");
        }
        return length;
    }

    private int next() throws InvalidKeySpecException {
        if (at >= end) {
            throw new InvalidKeySpecException("it ends too early");
        }
        return der[at++] & 0xff;
    }
}
