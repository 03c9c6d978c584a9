package io.colama.inspect.hive;

import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where the subkeys of a key are, out of one list or out of a list of lists. */
final class SubkeyList {

    private static final int HEAD = 4;
    private static final int HINTED = 8;
    private static final int MOST_CELL = HEAD + 0xffff * HINTED;
    private static final int MOST_KEYS = 500_000;

    private final Hive hive;
    private final List<Long> offsets = new ArrayList<>();

    SubkeyList(Hive hive) {
        this.hive = hive;
    }

    /** As many as could be read. */
    List<Long> offsets() {
        return offsets;
    }

    void read(long list) throws IOException {
        ByteBuffer cell = hive.cell(list, HEAD, MOST_CELL);
        if (!isOfLists(cell)) {
            keys(list, cell);
            return;
        }
        for (long inner : entries(list, cell, Integer.BYTES)) {
            ByteBuffer found = hive.cell(inner, HEAD, MOST_CELL);
            if (isOfLists(found)) {
                throw new ImageException.Damaged(
                        "the list of subkeys at 0x%x is a list of lists in another"
                                .formatted(BaseBlock.BINS_AT + inner));
            }
            keys(inner, found);
        }
    }

    private static String signature(ByteBuffer cell) {
        return "" + (char) (cell.get(0) & 0xff) + (char) (cell.get(1) & 0xff);
    }

    private static boolean isOfLists(ByteBuffer cell) {
        return signature(cell).equals("ri");
    }

    private void keys(long list, ByteBuffer cell) throws ImageException {
        int step =
                switch (signature(cell)) {
                    case "lf", "lh" -> HINTED;
                    case "li" -> Integer.BYTES;
                    default ->
                            throw new ImageException.Damaged(
                                    "no list of subkeys at 0x%x: \"lf\", \"lh\", \"li\" or \"ri\" expected"
                                            .formatted(BaseBlock.BINS_AT + list));
                };
        for (long key : entries(list, cell, step)) {
            if (offsets.size() >= MOST_KEYS) {
                throw new ImageException.Damaged(
                        "more than %d subkeys of one key found".formatted(MOST_KEYS));
            }
            offsets.add(key);
        }
    }

    private List<Long> entries(long list, ByteBuffer cell, int step) {
        int count = cell.getShort(2) & 0xffff;
        int room = (cell.capacity() - HEAD) / step;
        if (count > room) {
            hive.damage(
                    "a list of %d subkeys at 0x%x found, at most %d fit"
                            .formatted(count, BaseBlock.BINS_AT + list, room));
        }
        List<Long> entries = new ArrayList<>();
        for (int i = 0; i < Math.min(count, room); i++) {
            entries.add(Integer.toUnsignedLong(cell.getInt(HEAD + i * step)));
        }
        return entries;
    }
}
