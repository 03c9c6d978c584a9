package io.colama.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The block hashes of the few neighbourhoods that were useful last, and a hash table over all of
 * them.
 *
 * <p>Blocks that were stored together come back together: after one sampled block was found, the
 * blocks around it are found here. Memory: {@value #SLOTS} neighbourhoods of 128 KiB and a table of
 * 6 MiB.
 *
 * <p>Threads: one.
 */
final class Neighbourhoods {

    private static final int SLOTS = 64;
    private static final int TABLE = 1 << 19;
    private static final int MOST_USED = TABLE / 10 * 6;

    private final @Nullable Slot[] slots = new Slot[SLOTS];
    private final Map<Key, Slot> byKey = new HashMap<>();
    private final long[] prefixes = new long[TABLE];
    private final int[] places = new int[TABLE];
    private int used;
    private long clock;
    private @Nullable Slot lastSlot;
    private int lastIndex;

    /** Which neighbourhood: the pack and the number of its first block there. */
    private record Key(PackRef pack, int firstBlock) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && pack == key.pack && firstBlock == key.firstBlock;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(pack) * 31 + firstBlock;
        }
    }

    /** A neighbourhood in the cache. */
    static final class Slot {
        private final int number;
        private final PackRef pack;
        private final int firstBlock;
        private byte[] hashes;
        private int count;
        private long touched;

        Slot(int number, PackRef pack, int firstBlock, byte[] hashes, int count) {
            this.number = number;
            this.pack = pack;
            this.firstBlock = firstBlock;
            this.hashes = hashes;
            this.count = count;
        }

        PackRef pack() {
            return pack;
        }

        int firstBlock() {
            return firstBlock;
        }

        int count() {
            return count;
        }
    }

    /** Whether a neighbourhood is here. */
    boolean contains(PackRef pack, int firstBlock) {
        return byKey.containsKey(new Key(pack, firstBlock));
    }

    /** Adds a neighbourhood whose hashes are known; the array is kept. */
    Slot add(PackRef pack, int firstBlock, byte[] hashes, int count) {
        int number = free();
        Slot slot = new Slot(number, pack, firstBlock, hashes, count);
        slots[number] = slot;
        byKey.put(new Key(pack, firstBlock), slot);
        slot.touched = ++clock;
        if (used + count > MOST_USED) {
            rebuild();
        } else {
            insertAll(slot);
        }
        return slot;
    }

    /** Adds a neighbourhood that is still being filled. */
    Slot open(PackRef pack, int firstBlock) {
        return add(pack, firstBlock, new byte[Geometry.NEIGHBOURHOOD_BLOCKS * Hash.BYTES], 0);
    }

    /** Adds the hash of the next block to a neighbourhood that is being filled. */
    void append(Slot slot, byte[] from, int offset) {
        System.arraycopy(from, offset, slot.hashes, slot.count * Hash.BYTES, Hash.BYTES);
        if (used >= MOST_USED) {
            rebuild();
        }
        slot.count++;
        slot.touched = ++clock;
        if (slots[slot.number] == slot) {
            insert(slot, slot.count - 1);
        }
    }

    /** Forgets everything; packs that were unpublished have names now. */
    void clear() {
        Arrays.fill(slots, null);
        Arrays.fill(places, 0);
        byKey.clear();
        used = 0;
        lastSlot = null;
    }

    /**
     * Looks for a block. After a hit, {@link #foundSlot()} and {@link #foundIndex()} tell where it
     * is. The block behind the last hit is looked at first.
     */
    boolean find(byte[] hash, int offset) {
        Slot last = lastSlot;
        if (last != null
                && lastIndex + 1 < last.count
                && equal(last, lastIndex + 1, hash, offset)) {
            lastIndex++;
            return true;
        }
        long prefix = Bytes.bigLong(hash, offset);
        for (int i = start(prefix); places[i] != 0; i = (i + 1) & (TABLE - 1)) {
            if (prefixes[i] == prefix) {
                int place = places[i] - 1;
                Slot slot = slots[place / Geometry.NEIGHBOURHOOD_BLOCKS];
                int index = place % Geometry.NEIGHBOURHOOD_BLOCKS;
                if (slot != null && index < slot.count && equal(slot, index, hash, offset)) {
                    slot.touched = ++clock;
                    lastSlot = slot;
                    lastIndex = index;
                    return true;
                }
            }
        }
        return false;
    }

    /** The neighbourhood of the last hit. */
    Slot foundSlot() {
        Slot slot = lastSlot;
        if (slot == null) {
            throw new IllegalStateException("nothing was found");
        }
        return slot;
    }

    /** The index of the last hit in its neighbourhood. */
    int foundIndex() {
        return lastIndex;
    }

    private static boolean equal(Slot slot, int index, byte[] hash, int offset) {
        int at = index * Hash.BYTES;
        return Arrays.equals(slot.hashes, at, at + Hash.BYTES, hash, offset, offset + Hash.BYTES);
    }

    private static int start(long prefix) {
        return (int) (prefix >>> 40) & (TABLE - 1);
    }

    private int free() {
        int oldest = -1;
        for (int i = 0; i < SLOTS; i++) {
            Slot slot = slots[i];
            if (slot == null) {
                return i;
            }
            Slot candidate = oldest < 0 ? null : slots[oldest];
            if (candidate == null || slot.touched < candidate.touched) {
                oldest = i;
            }
        }
        Slot evicted = slots[oldest];
        if (evicted != null) {
            byKey.remove(new Key(evicted.pack, evicted.firstBlock));
            slots[oldest] = null;
            lastSlot = lastSlot == evicted ? null : lastSlot;
        }
        return oldest;
    }

    private void insertAll(Slot slot) {
        for (int i = 0; i < slot.count; i++) {
            insert(slot, i);
        }
    }

    private void insert(Slot slot, int index) {
        long prefix = Bytes.bigLong(slot.hashes, index * Hash.BYTES);
        if (prefix == 0) {
            return; // a block in quarantine; thousands of them under one prefix would make a long
            // chain
        }
        int i = start(prefix);
        while (places[i] != 0) {
            i = (i + 1) & (TABLE - 1);
        }
        prefixes[i] = prefix;
        places[i] = slot.number * Geometry.NEIGHBOURHOOD_BLOCKS + index + 1;
        used++;
    }

    private void rebuild() {
        Arrays.fill(places, 0);
        used = 0;
        for (Slot slot : slots) {
            if (slot != null) {
                insertAll(slot);
            }
        }
    }
}
