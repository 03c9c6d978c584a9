package io.colama.inspect.packages;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a package as rpm keeps it: numbers of entries and of bytes, an index, the data; all
 * big-endian.
 *
 * <p>Source: rpm, docs/manual, "Header format".
 */
final class RpmHeader {

    static final int NAME = 1000;
    static final int VERSION = 1001;
    static final int RELEASE = 1002;
    static final int EPOCH = 1003;
    static final int SUMMARY = 1004;
    static final int INSTALLED = 1008;
    static final int SIZE = 1009;
    static final int LONG_SIZE = 5009;
    static final int VENDOR = 1011;
    static final int LICENCE = 1014;
    static final int ARCHITECTURE = 1022;
    static final int SOURCE = 1044;

    private static final Limit ENTRIES = new Limit("entries of an rpm header", 65_535);
    private static final Limit DATA = new Limit("bytes of an rpm header", 256 << 20);
    private static final int ENTRY = 16;
    private static final int PREFIX = 8;
    private static final int MAGIC = 0x8eade801;
    private static final int TYPE_INT32 = 4;
    private static final int TYPE_INT64 = 5;
    private static final int TYPE_STRING = 6;
    private static final int TYPE_STRINGS = 8;
    private static final int TYPE_TRANSLATED = 9;

    private final ByteBuffer data;
    private final Map<Integer, Entry> entries = new HashMap<>();

    private record Entry(int type, int offset, int count) {}

    private RpmHeader(ByteBuffer data) {
        this.data = data;
    }

    /** Reads the header that {@code blob} starts with, with or without its signature. */
    static RpmHeader parse(ByteBuffer blob) throws ImageException {
        ByteBuffer bytes = blob.slice().order(ByteOrder.BIG_ENDIAN);
        if (bytes.limit() >= PREFIX && bytes.getInt(0) == MAGIC) {
            bytes = bytes.slice(PREFIX, bytes.limit() - PREFIX).order(ByteOrder.BIG_ENDIAN);
        }
        if (bytes.limit() < PREFIX) {
            throw new ImageException.Damaged(
                    "an rpm header of %d bytes found".formatted(bytes.limit()));
        }
        int count = ENTRIES.checkInt(bytes.getInt(0) & 0xffff_ffffL);
        int length = DATA.checkInt(bytes.getInt(4) & 0xffff_ffffL);
        int start = PREFIX + count * ENTRY;
        if (count == 0 || length > bytes.limit() - start) {
            throw new ImageException.Damaged(
                    "an rpm header of %d entries and %d bytes of data found in %d bytes"
                            .formatted(count, length, bytes.limit()));
        }
        RpmHeader header = new RpmHeader(bytes.slice(start, length).order(ByteOrder.BIG_ENDIAN));
        for (int i = 0; i < count; i++) {
            int at = PREFIX + i * ENTRY;
            header.entries.putIfAbsent(
                    bytes.getInt(at),
                    new Entry(bytes.getInt(at + 4), bytes.getInt(at + 8), bytes.getInt(at + 12)));
        }
        return header;
    }

    /** The string of a tag, the first of several; empty when it is not there. */
    String text(int tag) {
        Entry entry = entries.get(tag);
        boolean isText =
                entry != null
                        && (entry.type == TYPE_STRING
                                || entry.type == TYPE_STRINGS
                                || entry.type == TYPE_TRANSLATED);
        if (entry == null || !isText || entry.offset < 0 || entry.offset >= data.limit()) {
            return "";
        }
        int end = entry.offset;
        while (end < data.limit() && data.get(end) != 0) {
            end++;
        }
        return StandardCharsets.UTF_8
                .decode(data.slice(entry.offset, end - entry.offset))
                .toString();
    }

    /** The number of a tag, the first of several. */
    Optional<Long> number(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null || entry.offset < 0 || entry.count < 1) {
            return Optional.empty();
        }
        if (entry.type == TYPE_INT32 && entry.offset <= data.limit() - Integer.BYTES) {
            return Optional.of(data.getInt(entry.offset) & 0xffff_ffffL);
        }
        if (entry.type == TYPE_INT64 && entry.offset <= data.limit() - Long.BYTES) {
            return Optional.of(data.getLong(entry.offset));
        }
        return Optional.empty();
    }
}
