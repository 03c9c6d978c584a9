package io.colama.store;

/**
 * A disk that the store keeps.
 *
 * @param id its fs-verity digest, which names it
 * @param sizeBytes its size
 */
public record StoredDisk(Hash id, long sizeBytes) {}
