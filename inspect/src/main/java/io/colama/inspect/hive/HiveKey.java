package io.colama.inspect.hive;

import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A key of a registry hive. Names are compared without case.
 *
 * <p>What is damaged below it is left out and told by {@link Hive#damages}.
 */
public final class HiveKey {

    static final long NONE = 0xffff_ffffL;

    private static final int HEAD = 76;
    private static final int MOST_NAME = 1024;
    private static final int MOST_DEPTH = 512;
    private static final int SIGNATURE = 'n' | 'k' << 8;
    private static final int LATIN_NAME = 0x20;
    private static final int MOST_VALUES = 500_000;

    private final Hive hive;
    private final long offset;
    private final Optional<HiveKey> parent;
    private final int depth;
    private final String name;
    private final long written;
    private final long subkeys;
    private final long subkeyList;
    private final long values;
    private final long valueList;

    private HiveKey(
            Hive hive, long offset, Optional<HiveKey> parent, ByteBuffer cell, String name) {
        this.hive = hive;
        this.offset = offset;
        this.parent = parent;
        this.depth = parent.map(key -> key.depth + 1).orElse(0);
        this.name = name;
        this.written = cell.getLong(4);
        this.subkeys = Integer.toUnsignedLong(cell.getInt(20));
        this.subkeyList = Integer.toUnsignedLong(cell.getInt(28));
        this.values = Integer.toUnsignedLong(cell.getInt(36));
        this.valueList = Integer.toUnsignedLong(cell.getInt(40));
    }

    static HiveKey open(Hive hive, long offset, Optional<HiveKey> parent) throws IOException {
        ByteBuffer cell = hive.cell(offset, HEAD, HEAD + MOST_NAME);
        int signature = cell.getShort(0) & 0xffff;
        int length = cell.getShort(72) & 0xffff;
        if (signature != SIGNATURE || length > cell.capacity() - HEAD) {
            throw new ImageException.Damaged(
                    "no key at 0x%x: signature 0x%04x with a name of %d bytes found"
                            .formatted(BaseBlock.BINS_AT + offset, signature, length));
        }
        for (Optional<HiveKey> above = parent; above.isPresent(); above = above.get().parent) {
            if (above.get().offset == offset) {
                throw new ImageException.Damaged(
                        "the key at 0x%x is its own ancestor"
                                .formatted(BaseBlock.BINS_AT + offset));
            }
        }
        boolean latin = (cell.getShort(2) & LATIN_NAME) != 0;
        return new HiveKey(hive, offset, parent, cell, name(cell, HEAD, length, latin));
    }

    static String name(ByteBuffer cell, int at, int length, boolean latin) {
        byte[] bytes = new byte[length];
        cell.get(at, bytes);
        return new String(bytes, latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
    }

    /** Its name; that of a root says nothing. */
    public String name() {
        return name;
    }

    /** The names from below the root to here, with {@code \} between them. */
    public String path() {
        String above = parent.map(HiveKey::path).orElse("");
        return parent.isEmpty() ? "" : above.isEmpty() ? name : above + "\\" + name;
    }

    /** When something in it was last changed; empty where it says nothing. */
    public Optional<Instant> lastWritten() {
        return FileTimes.instant(written);
    }

    /** Its subkeys, as they lie, which is by their names. */
    public List<HiveKey> children() throws IOException {
        List<HiveKey> children = new ArrayList<>();
        for (long child : offsets()) {
            try {
                children.add(open(hive, child, Optional.of(this)));
            } catch (ImageException.Damaged broken) {
                damaged(broken);
            }
        }
        return children;
    }

    /** The subkey of a name. */
    public Optional<HiveKey> child(String wanted) throws IOException {
        for (long child : offsets()) {
            try {
                HiveKey key = open(hive, child, Optional.of(this));
                if (key.name.equalsIgnoreCase(wanted)) {
                    return Optional.of(key);
                }
            } catch (ImageException.Damaged broken) {
                damaged(broken);
            }
        }
        return Optional.empty();
    }

    /** The key at a path of names with {@code \} between them. */
    public Optional<HiveKey> at(String path) throws IOException {
        Optional<HiveKey> found = Optional.of(this);
        for (String step : path.split("\\\\", -1)) {
            if (found.isPresent() && !step.isEmpty()) {
                found = found.get().child(step);
            }
        }
        return found;
    }

    /** The values, as they lie. */
    public List<HiveValue> values() throws IOException {
        List<HiveValue> found = new ArrayList<>();
        for (long value : valueOffsets()) {
            try {
                found.add(HiveValue.open(hive, value));
            } catch (ImageException.Damaged broken) {
                damaged(broken);
            }
        }
        return found;
    }

    /** The value of a name; that of the empty name is the key's own. */
    public Optional<HiveValue> value(String wanted) throws IOException {
        for (HiveValue value : values()) {
            if (value.name().equalsIgnoreCase(wanted)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** The text of a value; empty where there is none or it is no text. */
    public String text(String wanted) throws IOException {
        List<String> texts = texts(wanted);
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    /** The texts of a value. */
    public List<String> texts(String wanted) throws IOException {
        Optional<HiveValue> value = value(wanted);
        return value.isPresent() ? value.get().texts() : List.of();
    }

    /** The number of a value; empty where there is none or it is no number. */
    public OptionalLong number(String wanted) throws IOException {
        Optional<HiveValue> value = value(wanted);
        return value.isPresent() ? value.get().number() : OptionalLong.empty();
    }

    /** The bytes of a value, whatever it is; none where there is none. */
    public byte[] bytes(String wanted) throws IOException {
        Optional<HiveValue> value = value(wanted);
        return value.isPresent() ? value.get().bytes() : new byte[0];
    }

    private List<Long> offsets() throws IOException {
        if (subkeys == 0 || subkeyList == NONE) {
            return List.of();
        }
        if (depth >= MOST_DEPTH) {
            hive.damage("keys more than %d deep found".formatted(MOST_DEPTH));
            return List.of();
        }
        SubkeyList list = new SubkeyList(hive);
        try {
            list.read(subkeyList);
        } catch (ImageException.Damaged broken) {
            damaged(broken);
        }
        if (list.offsets().size() != subkeys) {
            hive.damage(
                    "%s: %d subkeys found, %d expected"
                            .formatted(shown(), list.offsets().size(), subkeys));
        }
        return list.offsets();
    }

    private List<Long> valueOffsets() throws IOException {
        List<Long> offsets = new ArrayList<>();
        if (values == 0 || valueList == NONE) {
            return offsets;
        }
        try {
            int length = (int) Math.min(values, MOST_VALUES) * Integer.BYTES;
            ByteBuffer cell = hive.cell(valueList, 0, length);
            for (int at = 0; at + Integer.BYTES <= cell.capacity(); at += Integer.BYTES) {
                offsets.add(Integer.toUnsignedLong(cell.getInt(at)));
            }
            if (offsets.size() != values) {
                hive.damage(
                        "%s: %d values found, %d expected"
                                .formatted(shown(), offsets.size(), values));
            }
        } catch (ImageException.Damaged broken) {
            damaged(broken);
        }
        return offsets;
    }

    private String shown() {
        String path = path();
        return path.isEmpty() ? "the root" : path;
    }

    private void damaged(ImageException.Damaged broken) {
        hive.damage(shown() + ": " + broken.getMessage());
    }

    @Override
    public String toString() {
        return path();
    }
}
