package io.colama.store;

/**
 * A set of numbers in eight bytes each and a half-filled table: what has been visited in a walk
 * over many nodes.
 */
final class LongSet {

    private long[] table = new long[1 << 12];
    private int size;
    private boolean hasZero;

    /** Adds a number; returns whether it is new. */
    boolean add(long value) {
        if (value == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        if (size * 2 >= table.length) {
            grow();
        }
        if (!insert(table, value)) {
            return false;
        }
        size++;
        return true;
    }

    /** Whether a number was added. */
    boolean contains(long value) {
        if (value == 0) {
            return hasZero;
        }
        int mask = table.length - 1;
        int at = Long.hashCode(value * 0x9E3779B97F4A7C15L) & mask;
        while (table[at] != 0 && table[at] != value) {
            at = (at + 1) & mask;
        }
        return table[at] == value;
    }

    private static boolean insert(long[] table, long value) {
        int mask = table.length - 1;
        int at = Long.hashCode(value * 0x9E3779B97F4A7C15L) & mask;
        while (table[at] != 0) {
            if (table[at] == value) {
                return false;
            }
            at = (at + 1) & mask;
        }
        table[at] = value;
        return true;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long value : table) {
            if (value != 0) {
                insert(larger, value);
            }
        }
        table = larger;
    }
}
