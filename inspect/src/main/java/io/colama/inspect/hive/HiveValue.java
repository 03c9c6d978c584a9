package io.colama.inspect.hive;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A value of a registry key. Its data are read when they are asked for. */
public final class HiveValue {

    /** Text that ends with a NUL. */
    public static final int SZ = 1;

    /** The same with names of variables between percent signs. */
    public static final int EXPAND_SZ = 2;

    /** Bytes. */
    public static final int BINARY = 3;

    /** A number of 32 bits. */
    public static final int DWORD = 4;

    /** The same with the highest byte first. */
    public static final int DWORD_BE = 5;

    /** The path of another key. */
    public static final int LINK = 6;

    /** Several texts. */
    public static final int MULTI_SZ = 7;

    /** A number of 64 bits. */
    public static final int QWORD = 11;

    private static final int HEAD = 20;
    private static final int MOST_NAME = 32_768;
    private static final int SIGNATURE = 'v' | 'k' << 8;
    private static final int LATIN_NAME = 1;
    private static final int INLINE = 4;
    private static final int DATA_AT = 8;
    private static final int PIECE = 16_344;
    private static final int PIECES_SIGNATURE = 'd' | 'b' << 8;
    private static final int PIECES_HEAD = 8;
    private static final Limit BYTES = new Limit("bytes of a registry value", 16 << 20);

    private final Hive hive;
    private final String name;
    private final int type;
    private final int size;
    private final int data;
    private final boolean inside;

    private HiveValue(Hive hive, String name, int type, int size, int data, boolean inside) {
        this.hive = hive;
        this.name = name;
        this.type = type;
        this.size = size;
        this.data = data;
        this.inside = inside;
    }

    static HiveValue open(Hive hive, long offset) throws IOException {
        ByteBuffer cell = hive.cell(offset, HEAD, HEAD + MOST_NAME);
        int signature = cell.getShort(0) & 0xffff;
        int length = cell.getShort(2) & 0xffff;
        if (signature != SIGNATURE || length > cell.capacity() - HEAD) {
            throw new ImageException.Damaged(
                    "no value at 0x%x: signature 0x%04x with a name of %d bytes found"
                            .formatted(BaseBlock.BINS_AT + offset, signature, length));
        }
        int size = cell.getInt(4);
        boolean inside = size < 0;
        boolean latin = (cell.getShort(16) & LATIN_NAME) != 0;
        return new HiveValue(
                hive,
                HiveKey.name(cell, HEAD, length, latin),
                cell.getInt(12),
                inside ? Math.min(size & Integer.MAX_VALUE, INLINE) : size,
                cell.getInt(DATA_AT),
                inside);
    }

    /** Its name; empty for the key's own value. */
    public String name() {
        return name;
    }

    /** What kind of data it has, such as {@link #SZ}. Programs write any number they like. */
    public int type() {
        return type;
    }

    /** How many bytes of data it says it has. */
    public int sizeBytes() {
        return size;
    }

    /** Its data; none where they cannot be read, which {@link Hive#damages} tells. */
    public byte[] bytes() throws IOException {
        if (size == 0) {
            return new byte[0];
        }
        if (inside) {
            byte[] bytes = new byte[INLINE];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(data);
            return Arrays.copyOf(bytes, size);
        }
        try {
            int length = BYTES.checkInt(size);
            long at = Integer.toUnsignedLong(data);
            return length > PIECE && hive.hasPieces() ? pieces(at, length) : whole(at, length);
        } catch (ImageException.Damaged broken) {
            hive.damage("value \"%s\": %s".formatted(name, broken.getMessage()));
            return new byte[0];
        }
    }

    private byte[] whole(long at, int length) throws IOException {
        ByteBuffer cell = hive.cell(at, length, length);
        byte[] bytes = new byte[length];
        cell.get(0, bytes);
        return bytes;
    }

    private byte[] pieces(long list, int length) throws IOException {
        ByteBuffer cell = hive.cell(list, PIECES_HEAD, PIECES_HEAD);
        int count = cell.getShort(2) & 0xffff;
        int needed = Math.ceilDiv(length, PIECE);
        if ((cell.getShort(0) & 0xffff) != PIECES_SIGNATURE || count < needed) {
            throw new ImageException.Damaged(
                    "%d pieces found for %d bytes, %d expected".formatted(count, length, needed));
        }
        int listBytes = needed * Integer.BYTES;
        ByteBuffer places = hive.cell(Integer.toUnsignedLong(cell.getInt(4)), listBytes, listBytes);
        byte[] bytes = new byte[length];
        for (int i = 0; i < needed; i++) {
            int part = Math.min(PIECE, length - i * PIECE);
            long at = Integer.toUnsignedLong(places.getInt(i * Integer.BYTES));
            hive.cell(at, part, part).get(0, bytes, i * PIECE, part);
        }
        return bytes;
    }

    /** The number of a DWORD, big-endian DWORD or QWORD; empty for everything else. */
    public OptionalLong number() throws IOException {
        int needed = type == QWORD ? Long.BYTES : Integer.BYTES;
        if (type != DWORD && type != DWORD_BE && type != QWORD) {
            return OptionalLong.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.capacity() < needed) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                switch (type) {
                    case QWORD -> bytes.getLong(0);
                    case DWORD_BE ->
                            Integer.toUnsignedLong(bytes.order(ByteOrder.BIG_ENDIAN).getInt(0));
                    default -> Integer.toUnsignedLong(bytes.getInt(0));
                });
    }

    /** Its first text; empty where it holds none. */
    public String text() throws IOException {
        List<String> texts = texts();
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    /** Its texts: one of a plain text, any number of a list, none of everything else. */
    public List<String> texts() throws IOException {
        return switch (type) {
            case SZ, EXPAND_SZ, LINK -> {
                byte[] bytes = bytes();
                yield bytes.length == 0 ? List.of() : List.of(decode(bytes));
            }
            case MULTI_SZ -> list(bytes());
            default -> List.of();
        };
    }

    /**
     * What stands before the first NUL; what is behind it can be anything. Programs of old write
     * bytes of ASCII.
     */
    private static String decode(byte[] bytes) {
        if (isAscii(bytes)) {
            String text = new String(bytes, StandardCharsets.US_ASCII);
            return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        }
        int end = 0;
        while (end + 1 < bytes.length && (bytes[end] != 0 || bytes[end + 1] != 0)) {
            end += 2;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_16LE);
    }

    /** Printable bytes up to one NUL, or an odd number of them: no text of UTF-16 is so. */
    private static boolean isAscii(byte[] bytes) {
        int last = bytes.length - 1;
        for (int i = 0; i < last; i++) {
            if (bytes[i] < ' ' || bytes[i] > '~') {
                return false;
            }
        }
        return bytes[last] == 0
                || (bytes.length % 2 != 0 && bytes[last] >= ' ' && bytes[last] <= '~');
    }

    private static List<String> list(byte[] bytes) {
        List<String> texts = new ArrayList<>();
        String all = new String(bytes, 0, bytes.length / 2 * 2, StandardCharsets.UTF_16LE);
        for (int at = 0; at < all.length(); ) {
            int nul = all.indexOf('\0', at);
            int end = nul < 0 ? all.length() : nul;
            if (end == at) {
                break;
            }
            texts.add(all.substring(at, end));
            at = end + 1;
        }
        return List.copyOf(texts);
    }
}
