package io.colama.guest.iso;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A record of a directory.
 *
 * @param bytes all of it, little-endian
 * @param at where it lies in the volume
 */
record DirectoryRecord(ByteBuffer bytes, long at) {

    static final int FIXED = 33;

    private static final int NAME_LENGTH_AT = 32;
    private static final int ASSOCIATED = 0x4;
    private static final int DIRECTORY = 0x2;
    private static final int MORE = 0x80;
    private static final int SECONDS_PER_ZONE = 15 * 60;

    /** Checks that the name is inside. */
    static DirectoryRecord of(ByteBuffer bytes, long at) throws ImageException {
        int length = bytes.limit();
        if (length <= FIXED || FIXED + (bytes.get(NAME_LENGTH_AT) & 0xff) > length) {
            throw new ImageException.Damaged(
                    "a directory record of %d bytes at 0x%x found".formatted(length, at));
        }
        return new DirectoryRecord(bytes.order(ByteOrder.LITTLE_ENDIAN), at);
    }

    /** The block where the content starts, behind its attributes. */
    long block() {
        return (bytes.getInt(2) & 0xffff_ffffL) + (bytes.get(1) & 0xff);
    }

    long sizeBytes() {
        return bytes.getInt(10) & 0xffff_ffffL;
    }

    boolean isDirectory() {
        return (bytes.get(25) & DIRECTORY) != 0;
    }

    /** Whether it is the resource fork of the file behind it. */
    boolean isAssociated() {
        return (bytes.get(25) & ASSOCIATED) != 0;
    }

    /** Whether the next record goes on with the same file. */
    boolean hasMore() {
        return (bytes.get(25) & MORE) != 0;
    }

    boolean isInterleaved() {
        return bytes.get(26) != 0 || bytes.get(27) != 0;
    }

    ByteBuffer name() {
        return bytes.slice(FIXED, bytes.get(NAME_LENGTH_AT) & 0xff);
    }

    /** Whether this stands for the directory itself or the one above. */
    boolean isDots() {
        ByteBuffer name = name();
        return name.limit() == 1 && (name.get(0) == 0 || name.get(0) == 1);
    }

    /** The fields behind the name. */
    ByteBuffer systemUse() {
        int length = bytes.get(NAME_LENGTH_AT) & 0xff;
        int start = FIXED + length + (length + 1) % 2;
        return start >= bytes.limit()
                ? ByteBuffer.allocate(0)
                : bytes.slice(start, bytes.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
    }

    Optional<Instant> time() {
        return time(bytes, 18);
    }

    /** A time of seven bytes; empty when it is none. */
    static Optional<Instant> time(ByteBuffer bytes, int at) {
        try {
            OffsetDateTime time =
                    OffsetDateTime.of(
                            1900 + (bytes.get(at) & 0xff),
                            bytes.get(at + 1),
                            bytes.get(at + 2),
                            bytes.get(at + 3),
                            bytes.get(at + 4),
                            bytes.get(at + 5),
                            0,
                            ZoneOffset.ofTotalSeconds(bytes.get(at + 6) * SECONDS_PER_ZONE));
            return Optional.of(time.toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
