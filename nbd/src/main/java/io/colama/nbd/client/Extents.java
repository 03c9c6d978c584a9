package io.colama.nbd.client;

/**
 * What one metadata context says of a range: extents without gaps. A value.
 *
 * @param start where the first extent begins
 * @param ends where each ends, ascending
 * @param flags what is said of each
 */
record Extents(long start, long[] ends, int[] flags) {

    long end() {
        return ends.length == 0 ? start : ends[ends.length - 1];
    }

    boolean holds(long offset) {
        return offset >= start && offset < end();
    }

    /** The number of the extent with this byte, which is held. */
    int find(long offset) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offset < ends[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
