package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A record of the master file table. */
final class MftRecord {

    static final int ROOT = 5;
    static final int VOLUME = 3;
    static final int LOG_FILE = 2;
    static final int UP_CASE = 10;

    /** Records below this are the file system's own. */
    static final int FIRST_OF_USERS = 16;

    static final long NUMBER_MASK = 0xffff_ffff_ffffL;
    static final int SEQUENCE_SHIFT = 48;

    private static final int SIGNATURE = 0x454c_4946;
    private static final int HEADER = 42;
    private static final int NUMBERED = 48;
    private static final int IN_USE = 1;
    private static final int DIRECTORY = 2;

    private final long number;
    private final ByteBuffer header;
    private final List<Attribute> attributes;

    private MftRecord(long number, ByteBuffer header, List<Attribute> attributes) {
        this.number = number;
        this.header = header;
        this.attributes = List.copyOf(attributes);
    }

    /** The record that fills {@code bytes}, fix-ups not yet undone, which are changed. */
    static MftRecord of(ByteBuffer bytes, long number) throws ImageException {
        String what = "record " + number;
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        FixUps.apply(bytes, SIGNATURE, what);
        long used = bytes.getInt(24) & 0xffff_ffffL;
        int at = bytes.getShort(20) & 0xffff;
        if (used > bytes.limit() || at < HEADER || at > used) {
            throw new ImageException.Damaged(
                    "%s: attributes from 0x%x to 0x%x of %d bytes found"
                            .formatted(what, at, used, bytes.limit()));
        }
        int fixUps = bytes.getShort(4) & 0xffff;
        if (fixUps >= NUMBERED && bytes.getInt(44) != (int) number) {
            throw new ImageException.Damaged(
                    "%s: the number %d found in it"
                            .formatted(what, bytes.getInt(44) & 0xffff_ffffL));
        }
        List<Attribute> attributes = new ArrayList<>();
        while (used - at >= Integer.BYTES && bytes.getInt(at) != Attribute.END) {
            long length = used - at >= 8 ? bytes.getInt(at + 4) & 0xffff_ffffL : 0;
            if (length < Attribute.HEADER || length % 8 != 0 || length > used - at) {
                throw new ImageException.Damaged(
                        "%s: an attribute of %d bytes at 0x%x of %d found"
                                .formatted(what, length, at, used));
            }
            ByteBuffer slice = bytes.slice(at, (int) length).order(ByteOrder.LITTLE_ENDIAN);
            attributes.add(Attribute.of(slice, what));
            at += (int) length;
        }
        return new MftRecord(number, bytes, attributes);
    }

    long number() {
        return number;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    boolean isInUse() {
        return (header.getShort(22) & IN_USE) != 0;
    }

    boolean isDirectory() {
        return (header.getShort(22) & DIRECTORY) != 0;
    }

    int sequence() {
        return header.getShort(16) & 0xffff;
    }

    /** The record that this one continues; 0 for one that starts a file. */
    long base() {
        return header.getLong(32) & NUMBER_MASK;
    }
}
