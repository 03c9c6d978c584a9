package io.colama.store;

import org.jspecify.annotations.Nullable;

/**
 * Consecutive blocks of a disk and where they are kept.
 *
 * @param blocks how many, at least 1
 * @param pack the data pack that holds them; null when they are zeros
 * @param firstBlock the number of the first of them in the pack
 */
record Extent(int blocks, @Nullable Hash pack, int firstBlock) {

    static Extent zeros(int blocks) {
        return new Extent(blocks, null, 0);
    }
}
