package io.colama.store;

/**
 * The totals of a store.
 *
 * @param dataPacks how many data packs there are
 * @param nodePacks how many node packs
 * @param packBytes bytes in both
 * @param indexFiles how many index files
 * @param indexBytes bytes in them, all mapped
 * @param uniqueBytes bytes of all blocks that are kept, uncompressed
 */
public record StoreStats(
        long dataPacks,
        long nodePacks,
        long packBytes,
        long indexFiles,
        long indexBytes,
        long uniqueBytes) {}
