package io.colama.store;

/**
 * How a source differs from a stored disk.
 *
 * @param source the source's content as a disk: equal ids mean equal bytes
 * @param changedBytes bytes in blocks that differ, those counted that only one of both has
 */
public record Comparison(StoredDisk source, long changedBytes) {}
