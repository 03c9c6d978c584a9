package io.colama.definition.archive;

/**
 * A file in an archive that can be read where it lies.
 *
 * @param name its name, without directories
 * @param offset where its bytes start in the archive
 * @param length how many there are
 */
public record ArchiveMember(String name, long offset, long length) {}
