package io.colama.store;

/**
 * What storing a disk took.
 *
 * @param disk the disk as it is kept now
 * @param allocatedBytes bytes that the source did not know to be zero, and that were read
 * @param newBytes bytes of blocks that no revision had before, uncompressed
 */
public record IngestResult(StoredDisk disk, long allocatedBytes, long newBytes) {}
