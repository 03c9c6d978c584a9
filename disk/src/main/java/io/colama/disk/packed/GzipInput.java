package io.colama.disk.packed;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decodes members of gzip, one behind the other, to the end of the file.
 *
 * <p>The reader of the JDK takes whatever follows a member and is no member for the end, a damaged
 * member as well; here only zeros may follow.
 *
 * <p>Source: [RFC 1952].
 */
final class GzipInput extends InputStream {

    static final int MAGIC_1 = 0x1f;
    static final int MAGIC_2 = 0x8b;
    static final int DEFLATE = 8;

    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;
    private static final int TIME_AND_SYSTEM = 6;
    private static final int INPUT = 1 << 15;

    private final FileInput file;
    private final Inflater inflater = new Inflater(true);
    private final byte[] input = new byte[INPUT];
    private final CRC32 sum = new CRC32();
    private final CRC32 headerSum = new CRC32();
    private long members;
    private boolean inMember;
    private boolean ended;

    GzipInput(FileInput file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!ended) {
            if (!inMember) {
                startMember();
                continue;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                sum.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                int read = file.read(input, 0, input.length);
                if (read < 0) {
                    throw new EOFException("the file ends inside a member");
                }
                inflater.setInput(input, 0, read);
            } else {
                throw new ZipException("a dictionary is asked for");
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException broken) {
            throw new IOException("no deflated data", broken);
        }
    }

    private void startMember() throws IOException {
        headerSum.reset();
        int first = file.read();
        if (members > 0 && first <= 0) {
            ended = padding(first);
            return;
        }
        headerSum.update(first);
        int second = headerByte();
        int method = headerByte();
        int flags = headerByte();
        if (first != MAGIC_1 || second != MAGIC_2 || method != DEFLATE || (flags & RESERVED) != 0) {
            throw new ZipException("no header of a member");
        }
        skip(TIME_AND_SYSTEM);
        if ((flags & EXTRA) != 0) {
            skip(headerByte() + (headerByte() << Byte.SIZE));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            compare((int) headerSum.getValue() & 0xffff, file.next() | (file.next() << Byte.SIZE));
        }
        inflater.reset();
        sum.reset();
        inMember = true;
        members++;
    }

    private int headerByte() throws IOException {
        int value = file.next();
        headerSum.update(value);
        return value;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    private void skipText() throws IOException {
        int value;
        do {
            value = headerByte();
        } while (value != 0);
    }

    /** Expects zeros to the end of the file, if it is not reached. */
    private boolean padding(int first) throws IOException {
        for (int value = first; value >= 0; value = file.read()) {
            if (value != 0) {
                throw new ZipException("something that is no member follows");
            }
        }
        return true;
    }

    private void endMember() throws IOException {
        file.seek(file.position() - inflater.getRemaining());
        compare((int) sum.getValue(), number());
        compare((int) inflater.getBytesWritten(), number());
        inMember = false;
    }

    private int number() throws IOException {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= file.next() << shift;
        }
        return value;
    }

    private static void compare(int found, int expected) throws IOException {
        if (found != expected) {
            throw new ZipException(
                    "checksum or length 0x%x found, 0x%x expected".formatted(found, expected));
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
