package io.colama.guest.iso;

import io.colama.block.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/** What the fields of Rock Ridge say of a file. Filled by one thread, then only read. */
final class SystemUse {

    private static final int MOST_CONTINUATIONS = 64;
    private static final int MOST_TEXT = 1 << 16;
    private static final int FIELD = 4;
    private static final int GOES_ON = 0x1;
    private static final int CURRENT = 0x2;
    private static final int PARENT = 0x4;
    private static final int ROOT = 0x8;
    private static final int LONG_FORM = 0x80;
    private static final int SHORT_TIME = 7;
    private static final int LONG_TIME = 17;

    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();
    private final Instant[] times = new Instant[4];
    private boolean named;
    private boolean linked;
    private boolean slash;
    private boolean posix;
    private boolean compressed;
    private boolean moved;
    private long mode;
    private long links = 1;
    private long uid;
    private long gid;
    private long serial;
    private long device;
    private long childBlock = -1;
    private int skip = -1;

    private SystemUse() {}

    /**
     * Reads the fields of a record.
     *
     * @param skipped how many bytes come before the fields
     */
    static SystemUse of(IsoVolume volume, DirectoryRecord record, int skipped) throws IOException {
        SystemUse use = new SystemUse();
        ByteBuffer area = record.systemUse();
        int start = Math.min(skipped, area.limit());
        ByteBuffer fields = area.slice(start, area.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
        for (int continued = 0; fields.hasRemaining(); continued++) {
            if (continued > MOST_CONTINUATIONS) {
                throw new ImageException.Damaged(
                        "the record at 0x%x: more than %d continuations found"
                                .formatted(record.at(), MOST_CONTINUATIONS));
            }
            fields = use.fields(volume, fields);
        }
        return use;
    }

    /** Reads an area and answers with the one that it goes on in, or an empty one. */
    private ByteBuffer fields(IsoVolume volume, ByteBuffer area) throws IOException {
        ByteBuffer next = ByteBuffer.allocate(0);
        int at = 0;
        while (area.limit() - at >= FIELD) {
            int length = area.get(at + 2) & 0xff;
            if (length < FIELD || length > area.limit() - at) {
                return next;
            }
            ByteBuffer field = area.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
            String signature = "" + (char) field.get(0) + (char) field.get(1);
            if (signature.equals("CE") && length >= 28) {
                next = volume.area(u32(field, 4), u32(field, 12), u32(field, 20));
            } else if (signature.equals("ST")) {
                return next;
            } else {
                field(signature, field);
            }
            at += length;
        }
        return next;
    }

    private void field(String signature, ByteBuffer field) throws ImageException {
        int length = field.limit();
        switch (signature) {
            case "SP" -> {
                boolean right =
                        length >= 7
                                && (field.get(4) & 0xff) == 0xbe
                                && (field.get(5) & 0xff) == 0xef;
                skip = right ? field.get(6) & 0xff : skip;
            }
            case "NM" -> {
                if (length > 5 && (field.get(4) & (CURRENT | PARENT)) == 0) {
                    named = true;
                    append(name, field, 5, length - 5);
                }
            }
            case "PX" -> attributes(field);
            case "PN" -> {
                if (length >= 20) {
                    device(u32(field, 4), u32(field, 12));
                }
            }
            case "SL" -> {
                if (length > 5) {
                    target(field);
                }
            }
            case "TF" -> times(field);
            case "CL" -> childBlock = length >= 12 ? u32(field, 4) : childBlock;
            case "RE" -> moved = true;
            case "ZF" -> compressed = true;
            default -> {
                // fields of others, such as the times of an emulator
            }
        }
    }

    private static void append(ByteArrayOutputStream text, ByteBuffer field, int at, int length)
            throws ImageException {
        if (text.size() + length > MOST_TEXT) {
            throw new ImageException.Damaged(
                    "a name or target of more than %d bytes found".formatted(MOST_TEXT));
        }
        byte[] bytes = new byte[length];
        field.get(at, bytes);
        text.writeBytes(bytes);
    }

    private void attributes(ByteBuffer field) {
        if (field.limit() < 36) {
            return;
        }
        posix = true;
        mode = u32(field, 4);
        links = u32(field, 12);
        uid = u32(field, 20);
        gid = u32(field, 28);
        serial = field.limit() >= 44 ? u32(field, 36) : 0;
    }

    /** Numbers of devices are split at 32 bits, or kept whole in the lower half. */
    private void device(long high, long low) {
        device =
                high == 0 && low > 0xff
                        ? (low >>> 8 & 0xfff) << 32 | (low & 0xff) | (low >>> 12 & 0xfff00)
                        : high << 32 | low;
    }

    private void target(ByteBuffer field) throws ImageException {
        linked = true;
        int at = 5;
        while (field.limit() - at >= 2) {
            int flags = field.get(at);
            int length = Math.min(field.get(at + 1) & 0xff, field.limit() - at - 2);
            if (slash) {
                target.write('/');
            }
            slash = (flags & GOES_ON) == 0;
            if ((flags & ROOT) != 0) {
                target.write('/');
                slash = false;
            } else if ((flags & CURRENT) != 0) {
                target.write('.');
            } else if ((flags & PARENT) != 0) {
                target.writeBytes(new byte[] {'.', '.'});
            } else {
                append(target, field, at + 2, length);
            }
            at += 2 + length;
        }
    }

    private void times(ByteBuffer field) {
        if (field.limit() <= FIELD) {
            return;
        }
        int flags = field.get(4);
        int each = (flags & LONG_FORM) != 0 ? LONG_TIME : SHORT_TIME;
        int at = 5;
        for (int i = 0; i < times.length; i++) {
            if ((flags & 1 << i) != 0 && at + each <= field.limit()) {
                Optional<Instant> time =
                        each == SHORT_TIME ? DirectoryRecord.time(field, at) : Optional.empty();
                if (time.isPresent()) {
                    times[i] = time.get();
                }
                at += each;
            }
        }
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffff_ffffL;
    }

    /** How many bytes come before the fields of other records; empty where there are none. */
    Optional<Integer> skip() {
        return skip < 0 ? Optional.empty() : Optional.of(skip);
    }

    Optional<byte[]> name() {
        return named ? Optional.of(name.toByteArray()) : Optional.empty();
    }

    Optional<byte[]> target() {
        return linked ? Optional.of(target.toByteArray()) : Optional.empty();
    }

    /** Whether mode, links and owner are known. */
    boolean isPosix() {
        return posix;
    }

    int mode() {
        return (int) mode;
    }

    long links() {
        return links;
    }

    long uid() {
        return uid;
    }

    long gid() {
        return gid;
    }

    long serial() {
        return serial;
    }

    long device() {
        return device;
    }

    boolean isCompressed() {
        return compressed;
    }

    /** Whether this directory belongs somewhere else and lies here for want of depth. */
    boolean isMoved() {
        return moved;
    }

    /** Where the directory lies that belongs here. */
    Optional<Long> child() {
        return childBlock < 0 ? Optional.empty() : Optional.of(childBlock);
    }

    /**
     * A time.
     *
     * @param which 0 made, 1 modified, 2 accessed, 3 attributes changed
     */
    Optional<Instant> time(int which) {
        return Optional.ofNullable(times[which]);
    }
}
